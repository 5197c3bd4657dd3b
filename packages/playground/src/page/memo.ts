import { Component, createElement, type FunctionComponent } from 'preact';

/** A component that is made again only when its properties differ. */
export function memo<Props extends object>(inner: FunctionComponent<Props>, areEqual: (before: Props, after: Props) => boolean): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      return !areEqual(this.props, next);
    }

    override render() {
      return createElement(inner, this.props);
    }
  }
  return Memo as unknown as FunctionComponent<Props>;
}
