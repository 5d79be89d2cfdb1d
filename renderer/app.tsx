import { CapturePage } from './capture/capture-page.tsx'
import { ToastProvider } from './components/toast.tsx'
import { useLocation } from './location/use-location.ts'

export function App() {
  const location = useLocation()
  return (
    <ToastProvider>
      {location.page === 'capture' && (
        <CapturePage captureId={location.captureId} compareId={location.compareId} />
      )}
    </ToastProvider>
  )
}
