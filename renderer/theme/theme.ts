/** The theme on the page: data-theme on <html> is always 'dark' or 'light', whatever was chosen. */
import type { Settings } from '../../shared/contract/contract.ts'

const systemPrefersDark = () => window.matchMedia('(prefers-color-scheme: dark)')

/**
 * Shows the chosen theme, and follows the system for as long as that is the choice.
 * @returns how to stop following
 */
export function applyTheme(theme: Settings['theme']): () => void {
  const query = systemPrefersDark()
  const show = () => {
    document.documentElement.dataset.theme = theme === 'system' ? (query.matches ? 'dark' : 'light') : theme
  }
  show()
  query.addEventListener('change', show)
  return () => query.removeEventListener('change', show)
}

/**
 * The value of a colour token now, for a canvas.
 * @param token with its dashes: '--frame-user'
 */
export const readToken = (token: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(token).trim()

/** Calls back when the colours changed, so that a canvas is drawn again. Returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
