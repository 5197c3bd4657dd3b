import { Component, type ComponentChildren } from 'preact';

interface Props {
  /** Shown in the place of children that could not be. */
  fallback: ComponentChildren;
  children: ComponentChildren;
}

/** Keeps what its children throw from the rest of the page. */
export class ErrorBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static override getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
