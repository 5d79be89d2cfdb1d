import type { HandlerContext, HandlersOf } from './context.ts'

export const viewHandlers = ({ library }: HandlerContext): HandlersOf<'views'> => ({
  'views.flame': (args, { signal }) => library.flame(args, signal),
  'views.functions': (args, { signal }) => library.functions(args, signal),
  'views.histogram': (args, { signal }) => library.histogram(args, signal),
  'views.timeline': (args, { signal }) => library.timeline(args, signal),
  'views.diff': (args, { signal }) => library.diff(args, signal),
  'views.sandwich': (args, { signal }) => library.sandwich(args, signal),
  'views.heatmap': (args, { signal }) => library.heatmap(args, signal),
  'views.slices': (args, { signal }) => library.slices(args, signal),
})
