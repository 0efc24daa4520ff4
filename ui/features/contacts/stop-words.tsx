import type { ConsentWords, ConsentWordsChange } from '../../../worker/contract/consent'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/choice'
import { describeFailure } from '../../components/failure'
import { TextArea } from '../../components/field'
import { UserText } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { type Action, useAction } from '../../lib/action'
import { formatLanguage } from '../../lib/format'
import { locale } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { saveWords, useWords } from './consent-api'
import './consent.css'

/** By which words people stop and come back, and whether they are told that it was done. */
export function StopWordsSection() {
  const words = useWords()
  const mayChange = canManage(useSession())
  const save = useAction<ConsentWordsChange>(async (change) => {
    await saveWords(change)
    showToast({ text: m.common_saved() })
  })
  const failure = save.error.value
  return (
    <Section title={m.consent_words_title()}>
      <div class="panel pad stack close">
        <p class="sm muted">{m.consent_words_text()}</p>
        <Loaded query={words} skeleton={<Skeleton shape="text" />}>
          {(shown) => (
            <>
              {failure && (
                <p class="sm t-danger" role="alert">
                  {describeFailure(failure)}
                </p>
              )}
              <Lists words={shown} save={save} mayChange={mayChange} />
              {mayChange && <Own words={shown} save={save} />}
              <Answers words={shown} save={save} mayChange={mayChange} />
            </>
          )}
        </Loaded>
      </div>
    </Section>
  )
}

type Part = { words: ConsentWords; save: Action<ConsentWordsChange>; mayChange: boolean }

const Lists = ({ words: { lists, leftOut }, save, mayChange }: Part) => (
  <div class="word-lists">
    {lists.map(({ language, kept, more, start }) => (
      <details key={language}>
        <summary>{formatLanguage(language)}</summary>
        <div class="stack close" lang={language} dir="auto">
          <WordLine label={m.consent_words_kept()} words={kept} />
          {mayChange ? (
            <fieldset class="word-choices">
              <legend>{m.consent_words_more()}</legend>
              {more.map((word) => (
                <Checkbox
                  key={word}
                  label={<bdi lang={language}>{word}</bdi>}
                  isChecked={!leftOut.includes(word)}
                  onChange={(isTaken) => {
                    const others = leftOut.filter((one) => one !== word)
                    void save.run({ leftOut: isTaken ? others : [...others, word] })
                  }}
                />
              ))}
            </fieldset>
          ) : (
            <WordLine
              label={m.consent_words_more()}
              words={more.filter((word) => !leftOut.includes(word))}
            />
          )}
          <WordLine label={m.consent_words_start()} words={start} />
        </div>
      </details>
    ))}
  </div>
)

const WordLine = ({ label, words }: { label: string; words: string[] }) => (
  <div class="word-line">
    <b>{label}</b>
    <ul class="pills">
      {words.map((word) => (
        <li key={word} class="word">
          <bdi>{word}</bdi>
        </li>
      ))}
    </ul>
  </div>
)

/** One to a line: most have a word or two. */
const Own = ({ words, save }: Omit<Part, 'mayChange'>) => (
  <form
    class="stack close"
    onSubmit={(event) => {
      event.preventDefault()
      const typed = String(new FormData(event.currentTarget).get('own') ?? '')
      const own = typed.split('\n').map((word) => word.trim())
      void save.run({ own: [...new Set(own.filter((word) => word !== ''))] })
    }}
  >
    <TextArea
      name="own"
      label={m.consent_words_own()}
      hint={m.consent_words_own_hint()}
      rows={3}
      defaultValue={words.own.join('\n')}
    />
    <div class="row">
      <Button type="submit" isBusy={save.isBusy.value}>
        {m.consent_words_save()}
      </Button>
    </div>
  </form>
)

function Answers({ words, save, mayChange }: Part) {
  const list = words.lists.find(({ language }) => language === locale.value)
  const kinds = [
    { key: 'answersStop', label: m.consent_answers_stop(), text: list?.stopAnswer ?? '' },
    { key: 'answersStart', label: m.consent_answers_start(), text: list?.startAnswer ?? '' },
  ] as const
  return (
    <div class="stack close">
      {kinds.map(({ key, label, text }) => (
        <div key={key} class="stack close">
          {mayChange ? (
            <Checkbox
              label={label}
              isChecked={words[key]}
              onChange={(isOn) => void save.run({ [key]: isOn })}
            />
          ) : (
            <p>{words[key] ? label : m.consent_answers_off({ what: label })}</p>
          )}
          <blockquote class="answer">
            <UserText text={text} />
          </blockquote>
        </div>
      ))}
      <p class="xs muted">{m.consent_answers_hint()}</p>
    </div>
  )
}
