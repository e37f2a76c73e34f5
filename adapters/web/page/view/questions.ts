/** What people asked that is for the owner: each question with a field to answer it in. */
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { QuestionView } from '../../protocol.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';

export function Questions({ questions }: { questions: readonly QuestionView[] }) {
  return h(
    'section',
    null,
    h('h2', null, words.questionsForYou),
    h('p', { class: 'sublead' }, words.questionsLead),
    h(
      'ul',
      { class: 'asked' },
      questions.map((question) => h(Question, { key: question.id, question })),
    ),
  );
}

function Question({ question: { id, channel, chat, at, text, files } }: { question: QuestionView }) {
  const { answerByHand, closeQuestion } = useActions();
  const [answer, setAnswer] = useState('');
  const [sending, setSending] = useState(false);
  async function doing(work: Promise<boolean>) {
    setSending(true);
    // Where it was done, the service takes the question off the list.
    if (!(await work)) setSending(false);
  }
  return h(
    'li',
    null,
    h('p', { class: 'meta' }, channel, ' · ', h('bdi', null, chat), ' · ', figures.day(at), ' ', figures.time(at)),
    h('blockquote', { dir: 'auto' }, text, files > 0 && h('i', null, text && ' ', words.filesWithIt(files))),
    h(
      'label',
      null,
      h('span', { class: 'vh' }, words.yourAnswerTo(chat)),
      h('textarea', {
        rows: 2,
        dir: 'auto',
        placeholder: words.yourAnswer,
        value: answer,
        onInput: (event: InputEvent) => setAnswer((event.currentTarget as HTMLTextAreaElement).value),
      }),
    ),
    h(
      'div',
      { class: 'acts' },
      h(
        'button',
        {
          type: 'button',
          class: 'btn go',
          disabled: sending || answer.trim() === '',
          onClick: () => doing(answerByHand(id, answer)),
        },
        words.sendAnswer,
      ),
      h(
        'button',
        { type: 'button', class: 'btn', disabled: sending, onClick: () => doing(closeQuestion(id)) },
        words.needsNoAnswer,
      ),
    ),
  );
}
