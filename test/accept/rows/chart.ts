import { layChart } from '../../vision/layouts/chart.ts';
import { toSvg } from '../../vision/layouts/scene.ts';
import type { Attempt } from '../attempt.ts';
import { askedOf } from '../taken.ts';
import { inventedIn, printedOn, saidBy, type Verdict, whether } from '../verdict.ts';

const KINDS = ['plain', 'labelled', 'plain', 'grouped', 'plain', 'stacked'] as const;

/** R09: each bar by its name; one that cannot be measured is named as unread, a chart of another kind refused. */
export async function chart({ random, index, darkroom }: Attempt): Promise<Verdict> {
  const laid = layChart(random, KINDS[index % KINDS.length]);
  const { evidence } = await darkroom.take(toSvg(laid.scene), random);
  const reply = askedOf([evidence], 'What are the values in this chart?');
  const said = saidBy(reply);
  const { seen } = evidence;
  const bars = seen.kind === 'chart' ? seen.bars : [];
  // Of some letters alone nobody can tell whether they are capitals: "Cy" and "cy" are one name.
  const named = (name: string) => laid.bars.find((bar) => bar.name.toLowerCase() === name.toLowerCase());
  const wrong = bars.filter(({ name, fact, error }, place) => {
    // A name that no bar has was misread: the bar is known by its place, where all were found.
    const truth = named(name) ?? (bars.length === laid.bars.length ? laid.bars[place] : undefined);
    // A value that is told as printed is just that one.
    const near = error === null ? 0 : 0.03 * laid.range;
    return laid.refused || !truth || Math.abs(Number(fact.value) - truth.value) > near;
  });
  const values = bars.flatMap(({ fact, error }) => [Number(fact.value), Number(error ?? 0)]);
  const invented = inventedIn(said, printedOn([laid.scene]), values);
  const whole = bars.length === laid.bars.length && bars.every(({ name }) => named(name));
  const all = laid.refused ? bars.length === 0 : whole && said !== '';
  return whether(
    all && wrong.length === 0 && invented.length === 0,
    `seen as ${seen.kind}, ${bars.length} of ${laid.bars.length} bars: ${said}`,
    {
      invented: wrong.length + invented.length,
    },
  );
}
