import { useEffect, useState } from 'react'
import { type Settings, settingsSchema, themes } from '../../shared/contract/contract.ts'
import { KeysList } from '../commands/keys-help.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Field } from '../components/field.tsx'
import { Facts, Section } from '../components/section.tsx'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { useCall } from '../engine-context.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { useSettings } from '../frame/settings-context.tsx'
import { TitleLine } from '../frame/title-line.tsx'
import { SecretsSection } from './secrets-section.tsx'
import './settings-page.css'

export function SettingsPage() {
  const { settings, change } = useSettings()
  return (
    <>
      <TitleLine crumbs={[{ title: 'Settings' }]} />
      <div className="page-body">
        {settings !== null && (
          <>
            <Section title="Theme">
              <ThemeChoice theme={settings.theme} onChange={(theme) => change({ theme })} />
            </Section>
            <Section title="Captures">
              <GraceField
                seconds={settings.graceSeconds}
                onChange={(graceSeconds) => change({ graceSeconds })}
              />
            </Section>
          </>
        )}
        <About />
        <Section title="Keys">
          <p>Each page has keys of its own: press ? there.</p>
          <KeysList />
        </Section>
      </div>
    </>
  )
}

const themeTitles = { system: 'As the system', dark: 'Dark', light: 'Light' } as const

const ThemeChoice = ({
  theme,
  onChange,
}: {
  theme: Settings['theme']
  onChange: (theme: Settings['theme']) => void
}) => (
  <fieldset className="settings-themes">
    <legend className="visually-hidden">Theme</legend>
    {themes.map((choice) => (
      <label className="settings-theme" key={choice}>
        <input type="radio" name="theme" checked={choice === theme} onChange={() => onChange(choice)} />
        {themeTitles[choice]}
      </label>
    ))}
  </fieldset>
)

/** Written when it is left or confirmed, not with each digit. */
function GraceField({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
  const [text, setText] = useState(String(seconds))
  useEffect(() => setText(String(seconds)), [seconds])
  const parsed = settingsSchema.shape.graceSeconds.safeParse(text.trim() === '' ? Number.NaN : Number(text))
  const save = () => {
    if (parsed.success && parsed.data !== seconds) onChange(parsed.data)
  }
  return (
    <Field
      label="Grace period"
      unit="s"
      numeric
      value={text}
      onValue={setText}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
      error={parsed.success ? '' : 'A whole number of seconds from 5 to 3600'}
      help="How long a capture goes on on the host after it has lost Smokejumper, before it stops itself."
    />
  )
}

function About() {
  const info = useCall('app.info', {})
  if (info.state === 'failed') return <ErrorState inline error={info.error} onRetry={info.reload} />
  const { value } = info
  if (value === undefined) return <LoadingState step="Reading the library's size" shown={info.slow} />
  return (
    <>
      <Section title="Library">
        <Facts
          facts={[
            {
              name: 'File',
              value: (
                <>
                  <span className="mono">{value.libraryPath}</span> <CopyButton text={value.libraryPath} />
                </>
              ),
            },
            {
              name: 'Size',
              value: formatBytes(value.libraryBytes),
              hint: formatExactBytes(value.libraryBytes),
            },
          ]}
        />
      </Section>
      <SecretsSection />
      <Section title="About">
        <Facts facts={[{ name: 'Smokejumper', value: value.version }]} />
      </Section>
    </>
  )
}
