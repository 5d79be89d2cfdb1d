import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from './menu.ts'

const itemsOf = (item: MenuItemConstructorOptions): MenuItemConstructorOptions[] =>
  Array.isArray(item.submenu) ? item.submenu : []

describe('the menu', () => {
  it('runs the command of the item that is chosen', () => {
    const ran: string[] = []
    const items = menuTemplate((command) => ran.push(command), 'linux').flatMap(itemsOf)
    for (const item of items) item.click?.({} as never, undefined, {} as never)
    expect(ran).toContain('go.library')
    expect(new Set(ran).size).toBe(ran.length)
    expect(items.every((item) => item.type === 'separator' || item.role !== undefined || item.click)).toBe(
      true,
    )
  })

  it('begins with the application menu on a Mac only', () => {
    expect(menuTemplate(() => {}, 'darwin')[0]).toEqual({ role: 'appMenu' })
    expect(menuTemplate(() => {}, 'linux')[0]?.label).toBe('File')
  })
})
