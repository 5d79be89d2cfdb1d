import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { openDoor } from './door.ts'
import { DoorProvider } from './engine-context.tsx'
import { DoorFailed } from './frame/door-failed.tsx'
import { LibraryGate } from './opening/library-gate.tsx'
import './theme/base.css'
import './theme/tokens.css'
import { applyTheme } from './theme/theme.ts'

applyTheme('system')
const element = document.getElementById('root')
if (element === null) throw new Error('index.html has no #root')
const root = createRoot(element)

openDoor().then(
  (door) =>
    root.render(
      <DoorProvider door={door}>
        <LibraryGate>
          <App />
        </LibraryGate>
      </DoorProvider>,
    ),
  (error: unknown) => root.render(<DoorFailed error={error} />),
)
