/** A recipe made ready: on which host, with which parameters, at what cost; then Capture. */
import { Play } from 'lucide-react'
import { useState } from 'react'
import { estimateCapture } from '../../shared/budget/estimate.ts'
import { withLimits } from '../../shared/budget/with-limits.ts'
import type { Host } from '../../shared/model/host.ts'
import { withLongDuration } from '../../shared/model/long-duration.ts'
import type { ParameterValues, Recipe } from '../../shared/model/recipe.ts'
import { Button } from '../components/button.tsx'
import { Field, Select } from '../components/field.tsx'
import { Section } from '../components/section.tsx'
import { ErrorState } from '../components/states.tsx'
import { Steps, useSteps } from '../components/steps.tsx'
import { useFailureToast } from '../components/toast.tsx'
import { useAction } from '../engine-context.tsx'
import { parseLocation } from '../location/location.ts'
import { goTo, replaceLocation } from '../location/use-location.ts'
import { WorkloadFields } from '../markers/workload-fields.tsx'
import { noWorkload, readWorkloadTexts } from '../markers/workload-texts.ts'
import { HostChoice } from '../together/host-choice.tsx'
import { StartingHosts } from '../together/starting-hosts.tsx'
import { useTogetherStart } from '../together/use-together-start.ts'
import { CostBadge } from './cost-badge.tsx'
import { CostView } from './cost-view.tsx'
import { summariseEstimate } from './estimate-words.ts'
import { LimitFields } from './limit-fields.tsx'
import { type LimitTexts, readLimitTexts } from './limit-texts.ts'
import { ParameterField } from './parameter-field.tsx'
import { listNeeds } from './readiness.ts'
import { ReadinessView } from './readiness-view.tsx'
import { RungChoice } from './rung-choice.tsx'
import { initialTexts, readTexts, type StartTexts } from './start-values.ts'
import './start-form.css'

export interface StartFormProps {
  readonly recipe: Recipe
  readonly hosts: readonly Host[]
  readonly host: Host
}

/** What happens when the workbench is gone while it records. */
const attachments = [
  { value: 'attached', title: 'Stop, after the grace period' },
  { value: 'detached', title: 'Go on to its end (detached)' },
]

export function StartForm({ recipe: attached, hosts, host }: StartFormProps) {
  const [isDetached, setDetached] = useState(false)
  const recipe = isDetached ? withLongDuration(attached) : attached
  const [texts, setTexts] = useState<StartTexts>(() => initialTexts(recipe))
  const [limitTexts, setLimitTexts] = useState<LimitTexts>({})
  const [workloadTexts, setWorkloadTexts] = useState(noWorkload)
  const [name, setName] = useState('')
  const start = useAction('captures.start', { onFailedAway: useFailureToast() })
  const steps = useSteps(start.running, start.progress?.step)
  const { values, errors } = readTexts(recipe, texts)
  const limited = withLimits(recipe, undefined, values)
  const { limits, errors: limitErrors } = readLimitTexts(limited, limitTexts)
  const { workload, errors: workloadErrors } = readWorkloadTexts(workloadTexts)
  const isWrong = [errors, limitErrors, workloadErrors].some((each) => Object.keys(each).length > 0)
  const own = {
    ...(limits === undefined ? {} : { limits }),
    ...(workload === null ? {} : { workload }),
  }

  const together = useTogetherStart(host, hosts)
  const capture = async () => {
    if (together.isChosen) {
      await together.start({
        recipeId: recipe.id,
        parameters: values,
        name: name.trim(),
        detached: isDetached,
        ...own,
      })
      return
    }
    const started = await start.run({
      hostId: host.id,
      recipeId: recipe.id,
      parameters: values,
      name: name.trim(),
      detached: isDetached,
      ...own,
    })
    // whoever has gone elsewhere meanwhile is not pulled back: the status bar shows it
    if (started !== undefined && parseLocation(window.location.hash).page === 'recipes') {
      goTo({ page: 'capture', captureId: started.captureId, compareId: null })
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isWrong && !start.running && !together.running) void capture()
      }}
    >
      <Section title={recipe.title}>
        <div className="start-head">
          <p className="start-question">{recipe.question}</p>
          <CostBadge recipe={recipe} />
        </div>
        <p className="start-text">{recipe.description}</p>
      </Section>
      <Section title="Where">
        <div className="start-fields">
          <Select
            label="Host"
            value={host.id}
            options={hosts.map(({ id, label }) => ({ value: id, title: label }))}
            onValue={(hostId) => replaceLocation({ page: 'recipes', recipeId: recipe.id, hostId })}
          />
          <Field
            label="Name"
            placeholder={`${recipe.id} and the time`}
            maxLength={200}
            value={name}
            onValue={setName}
          />
          <Select
            label="When the workbench is gone"
            value={isDetached ? 'detached' : 'attached'}
            options={attachments}
            help={
              isDetached
                ? 'Up to a week, within the budget. The host keeps it until it is collected.'
                : 'What was recorded waits on the host.'
            }
            onValue={(value) => setDetached(value === 'detached')}
          />
          <div className="start-wide">
            <ReadinessView host={host} needs={listNeeds(recipe, values, host)} />
          </div>
          {hosts.length > 1 && (
            <div className="start-wide">
              <HostChoice recipe={recipe} values={values} {...together} />
            </div>
          )}
        </div>
      </Section>
      <Section title="What">
        <RungChoice
          recipe={recipe}
          values={values}
          onRung={(rung) => setTexts((now) => ({ ...now, ...rung }))}
        />
        <div className="start-fields">
          {recipe.parameters.map((parameter) => (
            <div key={parameter.id} className={parameter.type === 'pids' ? 'start-wide' : undefined}>
              <ParameterField
                parameter={parameter}
                hostId={host.id}
                text={texts[parameter.id] ?? ''}
                error={errors[parameter.id]}
                onText={(text) => setTexts((now) => ({ ...now, [parameter.id]: text }))}
              />
            </div>
          ))}
        </div>
      </Section>
      <Section title="Meanwhile">
        <WorkloadFields texts={workloadTexts} onTexts={setWorkloadTexts} />
      </Section>
      <Section title="What it costs the host">
        <CostView recipe={withLimits(limited, limits)} values={values} host={host}>
          <LimitFields recipe={limited} texts={limitTexts} errors={limitErrors} onTexts={setLimitTexts} />
        </CostView>
      </Section>
      <div className="start-actions">
        {start.error !== undefined && (
          <div className="start-error">
            <ErrorState inline error={start.error} />
          </div>
        )}
        <StartingHosts together={together} />
        {together.running ? null : start.running ? (
          <Steps steps={steps} first="Getting ready" onCancel={start.cancel} />
        ) : (
          <>
            <Button look="primary" type="submit" icon={Play} disabled={isWrong}>
              Capture
            </Button>
            <span className="start-text">
              {isWrong
                ? 'A field above needs another value.'
                : together.isChosen
                  ? summaryOf(recipe, values, host, `${together.count} hosts`)
                  : summaryOf(recipe, values, host)}
            </span>
          </>
        )}
      </div>
    </form>
  )
}

/** '15 s on web-3, at most 5.88 k samples, 17.8 MB, low cost'; of several hosts `where` is their number. */
function summaryOf(recipe: Recipe, values: ParameterValues, host: Host, where = host.label): string {
  const estimate = estimateCapture(recipe, values, host.probe?.facts.cpus ?? null)
  if (estimate === null) return `on ${where}`
  return `${estimate.seconds} s on ${where}, ${summariseEstimate(estimate)}`
}
