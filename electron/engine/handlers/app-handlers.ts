import type { HandlerContext, HandlersOf } from './context.ts'

export const appHandlers = ({
  version,
  library,
  recipes,
  prompts,
  emit,
}: HandlerContext): HandlersOf<'app' | 'settings' | 'recipes' | 'prompts'> => ({
  'app.info': async () => ({
    version,
    libraryPath: library.path,
    libraryBytes: await library.sizeBytes(),
    secrets: 'Passwords and passphrases are not stored: they are asked for when they are needed.',
  }),
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
