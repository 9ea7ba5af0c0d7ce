import { type ComponentType, lazy, Suspense } from 'react'
import { PanelBoundary } from './PanelBoundary.tsx'

/** A dialog whose code is fetched when it is first opened. `name` begins the sentence that says it could not be drawn. */
export function lazyDialog<Props extends { readonly open: boolean }>(
  name: string,
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Dialog = lazy(async () => ({ default: await load() }))
  return function LazyDialog(props: Props) {
    if (!props.open) return null
    return (
      <PanelBoundary name={name}>
        <Suspense fallback={null}>
          <Dialog {...props} />
        </Suspense>
      </PanelBoundary>
    )
  }
}
