import { Component, type ReactNode } from 'react'

/** One panel's fault stays in the panel: it says so and offers to try again. */
export class PanelBoundary extends Component<
  { readonly name: string; readonly children: ReactNode },
  { readonly failure: string | null }
> {
  override state = { failure: null }

  static getDerivedStateFromError(error: unknown): { failure: string } {
    return { failure: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children
    return (
      <div className="panel-failure" role="alert">
        <p>{`${this.props.name} could not be drawn: ${this.state.failure}`}</p>
        <button type="button" className="button" onClick={() => this.setState({ failure: null })}>
          Try again
        </button>
      </div>
    )
  }
}
