import { FlaskConicalOff } from 'lucide-react'
import type { Recipe } from '../../shared/model/recipe.ts'
import { type Choice, ChoiceList } from '../components/choice-list.tsx'
import { EmptyState, ErrorState, LoadingState } from '../components/states.tsx'
import { TwoPane } from '../components/two-pane.tsx'
import { useCall } from '../engine-context.tsx'
import { TitleLine } from '../frame/title-line.tsx'
import { CostBadge } from './cost-badge.tsx'
import { StartForm } from './start-form.tsx'

export interface RecipesPageProps {
  /** null: the first */
  readonly recipeId: string | null
  /** null: this machine */
  readonly hostId: string | null
}

export function RecipesPage({ recipeId, hostId }: RecipesPageProps) {
  const recipes = useCall('recipes.list', {})
  const hosts = useCall('hosts.list', {}, { refetchOn: { 'hosts.changed': () => true } })
  const recipe = recipes.value?.find(({ id }) => id === recipeId) ?? recipes.value?.[0]
  const host = hosts.value?.find(({ id }) => id === hostId) ?? hosts.value?.[0]
  const failed = recipes.state === 'failed' ? recipes : hosts.state === 'failed' ? hosts : null
  return (
    <>
      <TitleLine
        crumbs={[
          { title: 'Recipes', to: { page: 'recipes', recipeId: null, hostId } },
          ...(recipe === undefined ? [] : [{ title: recipe.title }]),
        ]}
      />
      {failed !== null ? (
        <ErrorState error={failed.error} onRetry={failed.reload} />
      ) : recipes.value === undefined || hosts.value === undefined ? (
        <LoadingState step="Reading the recipes" shown={recipes.slow || hosts.slow} />
      ) : recipe === undefined || host === undefined ? (
        <EmptyState icon={FlaskConicalOff} title="There is no recipe">
          The recipe files of this installation are missing. Install Smokejumper again.
        </EmptyState>
      ) : (
        <TwoPane
          list={
            <ChoiceList
              label="Recipes"
              choices={recipes.value.map((each) => choiceOf(each, hostId))}
              chosen={recipe.id}
            />
          }
        >
          <StartForm key={recipe.id} recipe={recipe} hosts={hosts.value} host={host} />
        </TwoPane>
      )}
    </>
  )
}

const choiceOf = (recipe: Recipe, hostId: string | null): Choice => ({
  id: recipe.id,
  title: recipe.title,
  text: (
    <>
      {recipe.question} Needs {recipe.needs.join(', ')}
      {recipe.root === 'always'
        ? ', root'
        : recipe.root === 'system-wide'
          ? ', root for the whole system'
          : ''}
      .
    </>
  ),
  badge: <CostBadge recipe={recipe} />,
  to: { page: 'recipes', recipeId: recipe.id, hostId },
})
