/** Saving an export: the system's dialog, then the file. */
import { writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { SaveDialogOptions, SaveDialogReturnValue } from 'electron'
import { z } from 'zod'

export const saveRequestSchema = z.tuple([
  z.string().min(1).max(255),
  z.string().max(100),
  z.instanceof(Uint8Array),
])

/** Only the name counts, whatever a page asks for: where it goes is the person's choice. */
export const saveDialogOptions = (name: string): SaveDialogOptions => {
  const safe = basename(name.replaceAll('\\', '/')).replace(/[\p{Cc}<>:"|?*]/gu, '_') || 'export'
  const extension = extname(safe).slice(1)
  return {
    defaultPath: safe,
    ...(extension === ''
      ? {}
      : {
          filters: [
            { name: extension.toUpperCase(), extensions: [extension] },
            { name: 'All files', extensions: ['*'] },
          ],
        }),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  }
}

/** Rejects when the request is not as agreed or the file cannot be written. */
export const saveFile = async (
  request: readonly unknown[],
  showDialog: (options: SaveDialogOptions) => Promise<SaveDialogReturnValue>,
): Promise<'saved' | 'cancelled'> => {
  const [name, , bytes] = saveRequestSchema.parse(request)
  const { canceled, filePath } = await showDialog(saveDialogOptions(name))
  if (canceled || filePath === '') return 'cancelled'
  await writeFile(filePath, bytes)
  return 'saved'
}
