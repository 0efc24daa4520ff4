import { Component, type ComponentChildren } from 'preact'
import { ErrorBoundary } from 'preact-iso'
import { ErrorState } from '../components/states'
import { m } from '../paraglide/messages.js'

type Props = { children: ComponentChildren }

/** The last net under a page: it says what failed and keeps the rest of the window usable. */
export class Guard extends Component<Props, { error: unknown }> {
  override state = { error: null as unknown }

  static override getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    // Lazy pages announce themselves by throwing a promise, which this boundary waits for.
    if (this.state.error === null) return <ErrorBoundary>{this.props.children}</ErrorBoundary>
    return (
      <main>
        <h1 class="vh">{m.error_page_title()}</h1>
        <ErrorState
          error={this.state.error}
          notDone={m.error_nothing_changed()}
          onRetry={() => location.reload()}
        />
      </main>
    )
  }
}
