/** A table of any length: only the rows in sight are in the page. Sorts by header, walks and selects by keyboard. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { columnsThatFit, leastWidth, TABLE_CHECK_WIDTH } from './table-columns.ts'
import { ROW_HEIGHT, rangeInSight, stepActive } from './table-window.ts'
import './table.css'

export interface Column<Row> {
  readonly id: string
  readonly title: string
  readonly numeric?: boolean
  readonly sortable?: boolean
  /** px, or a share of the table; absent: takes what is left */
  readonly width?: number | `${number}%`
  /** where the table is narrow, the column with the largest goes first; absent: it stays */
  readonly dispensable?: number
  readonly cell: (row: Row) => ReactNode
  /** on hover: the exact value */
  readonly hint?: (row: Row) => string
}

export interface Sort {
  readonly by: string
  readonly descending: boolean
}

export interface TableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly count: number
  /** undefined while that row is not loaded */
  readonly rowAt: (index: number) => Row | undefined
  readonly keyOf: (row: Row) => string
  readonly sort?: Sort
  readonly onSort?: (sort: Sort) => void
  /** Enter or a click */
  readonly onOpen?: (row: Row) => void
  /** the row that the keys act on */
  readonly active?: number
  readonly onActive?: (index: number, row: Row | undefined) => void
  readonly selected?: ReadonlySet<string>
  readonly onSelected?: (selected: ReadonlySet<string>) => void
  /** rows [from, to) are in sight: load them */
  readonly onSight?: (from: number, to: number) => void
  /** keys that the table does not use itself */
  readonly onKey?: (event: KeyboardEvent, row: Row | undefined) => void
}

export function Table<Row>(props: TableProps<Row>) {
  const { count, rowAt, keyOf, selected, onSelected, onOpen, onSight } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLTableElement>(null)
  const [sight, setSight] = useState({ from: 0, to: 60 })
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY)
  const [ownActive, setOwnActive] = useState(0)
  const anchor = useRef(0)
  const active = Math.min(props.active ?? ownActive, Math.max(count - 1, 0))

  const measure = () => {
    const box = scroller.current
    if (box === null) return
    setWidth(box.clientWidth)
    const next = rangeInSight(box.scrollTop, box.clientHeight, count)
    setSight((now) => (now.from === next.from && now.to === next.to ? now : next))
  }
  useLayoutEffect(measure, [count])
  useEffect(() => {
    const box = scroller.current
    if (box === null) return
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    return () => observer.disconnect()
  })
  useEffect(() => onSight?.(sight.from, sight.to), [onSight, sight.from, sight.to])

  const moveTo = (index: number) => {
    setOwnActive(index)
    props.onActive?.(index, rowAt(index))
    const box = scroller.current
    if (box === null) return
    const top = index * ROW_HEIGHT
    if (top < box.scrollTop) box.scrollTop = top
    else if (top + 2 * ROW_HEIGHT > box.scrollTop + box.clientHeight) {
      box.scrollTop = top + 2 * ROW_HEIGHT - box.clientHeight
    }
  }
  const selectSpan = (to: number) => {
    const next = new Set<string>()
    for (let index = Math.min(anchor.current, to); index <= Math.max(anchor.current, to); index++) {
      const row = rowAt(index)
      if (row !== undefined) next.add(keyOf(row))
    }
    onSelected?.(next)
  }
  const toggle = (index: number) => {
    const row = rowAt(index)
    if (row === undefined || selected === undefined) return
    const next = new Set(selected)
    if (!next.delete(keyOf(row))) next.add(keyOf(row))
    anchor.current = index
    onSelected?.(next)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== grid.current) return
    const row = rowAt(active)
    const page = Math.max(Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2, 1)
    const next =
      event.ctrlKey || event.metaKey || event.altKey ? null : stepActive(event.key, active, count, page)
    if (next !== null) {
      event.preventDefault()
      moveTo(next)
      if (event.shiftKey && onSelected) selectSpan(next)
      else anchor.current = next
    } else if (event.key === 'Enter' && row !== undefined && onOpen) {
      event.preventDefault()
      onOpen(row)
    } else if (event.key === ' ' && onSelected) {
      event.preventDefault()
      toggle(active)
    } else props.onKey?.(event, row)
  }
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('button, a, input, select') !== null)
      return
    const place = event.target.closest<HTMLElement>('[data-index]')?.dataset.index
    const row = place === undefined ? undefined : rowAt(Number(place))
    if (row === undefined) return
    const index = Number(place)
    setOwnActive(index)
    props.onActive?.(index, row)
    if (onSelected && event.shiftKey) selectSpan(index)
    else if (onSelected && (event.ctrlKey || event.metaKey)) toggle(index)
    else onOpen?.(row)
  }

  const indices: number[] = []
  for (let index = sight.from; index < Math.min(sight.to, count); index++) indices.push(index)
  const columns = columnsThatFit(props.columns, width, onSelected !== undefined)
  const span = columns.length + (onSelected ? 1 : 0)
  return (
    <div ref={scroller} className="table" onScroll={measure}>
      <table
        ref={grid}
        className="table-grid"
        style={{ minWidth: leastWidth(columns, onSelected !== undefined) }}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA grid pattern on a table, so that cells keep their roles
        role="grid"
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-multiselectable={onSelected !== undefined}
        aria-activedescendant={count > 0 ? `${id}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <colgroup>
          {onSelected && <col style={{ width: TABLE_CHECK_WIDTH }} />}
          {columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? {} : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {onSelected && (
              <th className="table-head" scope="col">
                <span className="visually-hidden">Selected</span>
              </th>
            )}
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer span={span} height={sight.from * ROW_HEIGHT} />
          {indices.map((index) => {
            const row = rowAt(index)
            return (
              <Row
                key={row === undefined ? `row ${index}` : keyOf(row)}
                id={`${id}-${index}`}
                index={index}
                row={row}
                columns={columns}
                active={index === active}
                selected={row !== undefined && selected?.has(keyOf(row)) === true}
                onToggle={onSelected && (() => toggle(index))}
              />
            )
          })}
          <Spacer span={span} height={Math.max(count - sight.to, 0) * ROW_HEIGHT} />
        </tbody>
      </table>
    </div>
  )
}

interface RowProps<Row> {
  readonly id: string
  readonly index: number
  readonly row: Row | undefined
  readonly columns: readonly Column<Row>[]
  readonly active: boolean
  readonly selected: boolean
  readonly onToggle: (() => void) | undefined
}

function Row<R>({ id, index, row, columns, active, selected, onToggle }: RowProps<R>) {
  const marks = `${selected ? ' table-row-selected' : ''}${active ? ' table-row-active' : ''}`
  return (
    <tr
      id={id}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={onToggle ? selected : active}
      className={`table-row${marks}`}
    >
      {onToggle && (
        <td className="table-cell table-cell-check">
          <input
            type="checkbox"
            className="table-check"
            tabIndex={-1}
            aria-label="Select"
            checked={selected}
            onChange={onToggle}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          className={column.numeric ? 'table-cell table-cell-numeric' : 'table-cell'}
          title={row === undefined ? undefined : column.hint?.(row)}
        >
          {row === undefined ? '' : column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

const Spacer = ({ span, height }: { span: number; height: number }) =>
  height === 0 ? null : (
    <tr aria-hidden>
      <td className="table-spacer" colSpan={span} style={{ height }} />
    </tr>
  )

function HeadCell<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}) {
  const sorted = sort?.by === column.id
  const direction = !sorted ? 'none' : sort.descending ? 'descending' : 'ascending'
  const Arrow = sorted && sort.descending ? ArrowDown : ArrowUp
  const className = column.numeric ? 'table-head table-head-numeric' : 'table-head'
  if (!column.sortable || onSort === undefined) {
    return (
      <th className={className} scope="col">
        {column.title}
      </th>
    )
  }
  return (
    <th className={className} scope="col" aria-sort={direction}>
      <button
        type="button"
        className="table-sort"
        // numbers are most often asked for largest first
        onClick={() =>
          onSort({ by: column.id, descending: sorted ? !sort.descending : column.numeric === true })
        }
      >
        {column.title}
        {sorted && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  )
}
