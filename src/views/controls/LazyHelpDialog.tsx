import { lazy, Suspense } from 'react'
import type { HelpDialogProps } from './HelpDialog.tsx'
import { PanelBoundary } from './PanelBoundary.tsx'

const HelpDialog = lazy(async () => ({ default: (await import('./HelpDialog.tsx')).HelpDialog }))

/** The help, fetched when it is first opened. */
export function LazyHelpDialog(props: HelpDialogProps) {
  if (!props.open) return null
  return (
    <PanelBoundary name="The help">
      <Suspense fallback={null}>
        <HelpDialog {...props} />
      </Suspense>
    </PanelBoundary>
  )
}
