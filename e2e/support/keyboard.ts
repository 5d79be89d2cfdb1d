/** A person without a mouse. */
import { expect, type Locator, type Page } from '@playwright/test'

/** Goes there with Tab, or with Shift+Tab when `back`; at most once around the page. */
export const tabTo = async (page: Page, target: Locator, back = false): Promise<void> => {
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
  }
  await expect(target).toBeFocused()
}

/** Types into the field that has the focus, in place of what is there. */
export const typeOver = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}
