export const costClasses = ['low', 'medium', 'high'] as const
export type CostClass = (typeof costClasses)[number]
