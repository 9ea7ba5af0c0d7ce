import { lazy, Suspense } from 'react'
import { PanelBoundary } from '../controls/PanelBoundary.tsx'
import type { ShareDialogProps } from './ShareDialog.tsx'

const ShareDialog = lazy(async () => ({ default: (await import('./ShareDialog.tsx')).ShareDialog }))

/** The share dialog, fetched when it is first opened. */
export function LazyShareDialog(props: ShareDialogProps) {
  if (!props.open) return null
  return (
    <PanelBoundary name="The link">
      <Suspense fallback={null}>
        <ShareDialog {...props} />
      </Suspense>
    </PanelBoundary>
  )
}
