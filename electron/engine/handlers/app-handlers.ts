import type { SecretsStatus } from '../../../shared/model/kept-secret.ts'
import type { HandlerContext, HandlersOf } from './context.ts'

export const appHandlers = ({
  version,
  library,
  recipes,
  prompts,
  keeper,
  emit,
}: HandlerContext): HandlersOf<'app' | 'library' | 'settings' | 'recipes' | 'prompts'> => ({
  'app.info': async () => ({
    version,
    libraryPath: library.path,
    libraryBytes: await library.sizeBytes(),
    secrets: describeKeeping(await keeper.status()),
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
  'prompts.answer': async ({ promptId, answer, remember }) => {
    prompts.answer(promptId, remember === true && typeof answer === 'string' ? { remember: answer } : answer)
    return null
  },
})

const describeKeeping = ({ canKeep, keeper, why }: SecretsStatus): string =>
  canKeep ? `Passwords and passphrases can be remembered, sealed by ${keeper}.` : why

const notHere = (method: string) => async (): Promise<never> => {
  throw new Error(`${method} is answered by the workbench (open-workbench.ts), not by its engine`)
}
