/** Keeps what did not change from being drawn again: an answer arrives twenty times a second. */
import { Component, type ComponentChild, type FunctionComponent, h } from 'preact';

/** The component is drawn again only when one of its props is another value. */
export function unlessUnchanged<Props extends object>(draw: FunctionComponent<Props>): FunctionComponent<Props> {
  class Unchanged extends Component<{ drawn: Props }> {
    override shouldComponentUpdate({ drawn }: { drawn: Props }): boolean {
      const before: Partial<Props> = this.props.drawn;
      const names = new Set([...Object.keys(before), ...Object.keys(drawn)]) as Set<keyof Props>;
      return [...names].some((name) => before[name] !== drawn[name]);
    }

    override render(): ComponentChild {
      return h(draw, this.props.drawn);
    }
  }
  return (props) => h(Unchanged, { drawn: props });
}
