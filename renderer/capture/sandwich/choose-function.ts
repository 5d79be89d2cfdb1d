import type { FunctionRef } from '../../../shared/contract/selection.ts'
import type { ViewState } from '../../../shared/model/finding.ts'

/** Shows a function between its callers and its callees. */
export const chooseFunction = ({ name, module }: FunctionRef): Partial<ViewState['flame']> => ({
  form: 'sandwich',
  shown: 'graph',
  sandwich: { function: { name, module }, callers: [], callees: [] },
})
