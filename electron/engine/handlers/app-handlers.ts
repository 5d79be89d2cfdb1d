import type { HandlerContext, HandlersOf } from './context.ts'

export const appHandlers = ({
  version,
  library,
  recipes,
  prompts,
  emit,
}: HandlerContext): HandlersOf<'app' | 'library' | 'settings' | 'recipes' | 'prompts'> => ({
  'app.info': async () => ({
    version,
    libraryPath: library.path,
    libraryBytes: await library.sizeBytes(),
    secrets: 'Passwords and passphrases are not stored: they are asked for when they are needed.',
  }),
  // of a workbench; here there is none: the library is open, or there would be no engine
  'app.quit': notHere('app.quit'),
  'library.status': async () => ({
    state: 'open',
    path: library.path,
    check: 'done',
    problems: [],
    recovered: null,
  }),
  'library.skipCheck': async () => null,
  'library.recover': notHere('library.recover'),
  'library.beginAnew': notHere('library.beginAnew'),
  'library.ask': notHere('library.ask'),
  'settings.read': () => library.readSettings(),
  'settings.write': async ({ theme, graceSeconds }) => {
    const settings = await library.writeSettings({
      ...(theme === undefined ? {} : { theme }),
      ...(graceSeconds === undefined ? {} : { graceSeconds }),
    })
    emit('settings.changed', settings)
    return settings
  },
  'recipes.list': async () => [...recipes.list],
  'prompts.answer': async ({ promptId, answer }) => {
    prompts.answer(promptId, answer)
    return null
  },
})

const notHere = (method: string) => async (): Promise<never> => {
  throw new Error(`${method} is answered by the workbench (open-workbench.ts), not by its engine`)
}
