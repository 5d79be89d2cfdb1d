/** All captures: find, sort, rename, compare, delete, open. */
import { Columns2, LibraryBig, Play, SearchX, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { captureSorts } from '../../shared/contract/capture-request.ts'
import type { CaptureSummary } from '../../shared/model/capture.ts'
import { isActive } from '../../shared/model/capture.ts'
import { useCommand } from '../commands/commands-context.tsx'
import { Button } from '../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../components/states.tsx'
import { type Sort, Table } from '../components/table.tsx'
import { useFailureToast } from '../components/toast.tsx'
import { useAction } from '../engine-context.tsx'
import { TitleLine } from '../frame/title-line.tsx'
import { ImportButton } from '../imports/import-button.tsx'
import { goTo } from '../location/use-location.ts'
import { useRunning } from '../running/running-context.tsx'
import { captureColumns } from './capture-columns.tsx'
import { initialQuery, isFiltered, type LibraryQuery } from './library-query.ts'
import { LibraryTools } from './library-tools.tsx'
import { RowDetail } from './row-detail.tsx'
import { useCaptureActions } from './use-capture-actions.ts'
import { useCaptures } from './use-captures.ts'
import './library-page.css'

const open = ({ id }: CaptureSummary) => goTo({ page: 'capture', captureId: id, compareId: null })
const startCapture = () => goTo({ page: 'recipes', recipeId: null, hostId: null })

export interface LibraryPageProps {
  /** kept by the frame, so that the way back leads to the same rows */
  readonly query: LibraryQuery
  readonly onQuery: (query: LibraryQuery) => void
}

export function LibraryPage({ query, onQuery }: LibraryPageProps) {
  const { call, total, rowAt, rows, onSight } = useCaptures(query)
  const running = useRunning()
  const actions = useCaptureActions()
  const collect = useAction('captures.collect')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState(0)
  const [renaming, setRenaming] = useState<string | null>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const page = useRef<HTMLDivElement>(null)
  const activeRow = rowAt(Math.min(active, Math.max(total - 1, 0)))

  const focusRows = useCallback(() => page.current?.querySelector<HTMLElement>('[role="grid"]')?.focus(), [])
  const removeAll = (ids: readonly string[]) => {
    const removable = ids.filter((id) => !rows.some((row) => row.id === id && isActive(row.state)))
    if (removable.length === 0) return
    const mayWait = rows.some(({ id, state }) => state === 'interrupted' && removable.includes(id))
    actions.remove(removable, mayWait)
    setSelected(new Set())
    focusRows()
  }
  const chosen = (): readonly string[] =>
    selected.size > 0 ? [...selected] : activeRow ? [activeRow.id] : []
  const compare = () => {
    const [captureId, compareId] = [...selected]
    if (captureId !== undefined && compareId !== undefined && selected.size === 2) {
      goTo({ page: 'capture', captureId, compareId })
    }
  }
  const collectFrom = async ({ id }: CaptureSummary) => {
    await collect.run({ captureId: id })
  }
  useFailure(collect.error)
  const isThere = call.previous !== undefined
  useEffect(() => {
    if (isThere && document.activeElement === document.body) focusRows()
  }, [isThere, focusRows])
  useLibraryKeys({
    search: () => searchField.current?.focus(),
    rename: () => activeRow && setRenaming(activeRow.id),
    remove: () => removeAll(chosen()),
    compare,
  })

  const onRenamed = ({ id }: CaptureSummary, name: string | null) => {
    if (name !== null) actions.rename(id, name)
    setRenaming(null)
    focusRows()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && selected.size > 0) setSelected(new Set())
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault()
      setSelected(new Set(rows.map(({ id }) => id)))
    }
  }
  const onSort = ({ by, descending }: Sort) => {
    const sort = captureSorts.find((id) => id === by)
    if (sort !== undefined) onQuery({ ...query, sort, descending })
  }

  const columns = captureColumns({
    running,
    renaming,
    onRenamed,
    onGroup: (groupId) => onQuery({ ...query, groupId }),
    onOpen: open,
    onRename: ({ id }) => setRenaming(id),
    onCollect: (capture) => void collectFrom(capture),
    onExport: actions.exportAs,
    onRemove: removeAll,
  })
  const isEmpty = call.state === 'ready' && total === 0

  return (
    <div className="library" ref={page}>
      <TitleLine
        crumbs={[{ title: 'Library' }]}
        actions={
          selected.size > 0 ? (
            <>
              <span>{selected.size} selected</span>
              <Button
                icon={Columns2}
                disabled={selected.size !== 2}
                title={
                  selected.size === 2 ? 'Side by side on common axes (C)' : 'Select two captures to compare'
                }
                onClick={compare}
              >
                Compare
              </Button>
              <Button icon={Trash2} look="danger" onClick={() => removeAll([...selected])}>
                Delete
              </Button>
            </>
          ) : (
            <>
              <ImportButton />
              <Button icon={Play} look="primary" onClick={startCapture}>
                New capture
              </Button>
            </>
          )
        }
      />
      {!(isEmpty && !isFiltered(query)) && (
        <LibraryTools {...{ query, onQuery, total, searchField }} onLeave={focusRows} />
      )}
      {call.state === 'failed' ? (
        <ErrorState error={call.error} onRetry={call.reload} />
      ) : isEmpty ? (
        <NothingHere filtered={isFiltered(query)} onClear={() => onQuery(initialQuery)} />
      ) : call.previous === undefined ? (
        <LoadingState step="Reading the library" shown={call.slow} onCancel={call.cancel} />
      ) : (
        <>
          <div className="library-rows">
            <Table
              label="Captures"
              columns={columns}
              count={total}
              rowAt={rowAt}
              keyOf={({ id }) => id}
              sort={{ by: query.sort, descending: query.descending }}
              onSort={onSort}
              onOpen={open}
              active={active}
              onActive={setActive}
              selected={selected}
              onSelected={setSelected}
              onSight={onSight}
              onKey={onKey}
            />
          </div>
          {activeRow && (
            <RowDetail
              capture={activeRow}
              collecting={collect.running ? (collect.progress?.step ?? 'Going back to the host') : null}
              onCollect={() => void collectFrom(activeRow)}
              onCancelCollect={collect.cancel}
            />
          )}
        </>
      )}
    </div>
  )
}

const NothingHere = ({ filtered, onClear }: { filtered: boolean; onClear: () => void }) =>
  filtered ? (
    <EmptyState
      icon={SearchX}
      title="No capture matches"
      actions={<Button onClick={onClear}>Clear search and filters</Button>}
    >
      The search looks in names, hosts, recipes, notes and pins.
    </EmptyState>
  ) : (
    <EmptyState
      icon={LibraryBig}
      title="The library is empty"
      actions={
        <Button icon={Play} look="primary" onClick={startCapture}>
          New capture
        </Button>
      }
    >
      Captures are kept here, and stay readable when their host is gone. Start with one of this machine, or
      drop files of other tools here.
    </EmptyState>
  )

function useFailure(error: unknown): void {
  const fail = useFailureToast()
  useEffect(() => {
    if (error !== undefined) fail(error)
  }, [error, fail])
}

interface LibraryKeys {
  readonly search: () => void
  readonly rename: () => void
  readonly remove: () => void
  readonly compare: () => void
}

function useLibraryKeys({ search, rename, remove, compare }: LibraryKeys): void {
  const group = 'Library'
  useCommand({ id: 'library.search', title: 'Search the library', group, key: '/', run: search })
  useCommand({ id: 'library.rename', title: 'Rename the capture', group, key: 'F2', run: rename })
  useCommand({
    id: 'library.remove',
    title: 'Delete the selected captures',
    group,
    key: 'Delete',
    run: remove,
  })
  useCommand({
    id: 'library.compare',
    title: 'Compare the two selected captures',
    group,
    key: 'C',
    run: compare,
  })
  useCommand({ id: 'library.key.open', title: 'Open the capture', group, key: 'Enter' })
  useCommand({ id: 'library.key.select', title: 'Select, or no longer', group, key: 'Space' })
  useCommand({ id: 'library.key.all', title: 'Select all', group, key: 'Mod+A' })
  useCommand({ id: 'library.key.span', title: 'Select on the way', group, key: 'Shift+ArrowDown' })
}
