// What a person is told once it is done. In the language they wrote in, not in the one the product is run in.

import { WORD_LANGUAGES, type WordLanguage } from '../../contract/consent'

const STOPPED: Record<WordLanguage, string> = {
  he: 'לא יישלחו אליך יותר הודעות שיווקיות מ־{business}. כדי לחזור, אפשר לכתוב ״התחל״.',
  en: 'You will get no more marketing messages from {business}. To return, write START.',
  ar: 'لن تصلك رسائل تسويقية أخرى من {business}. للعودة اكتب «ابدأ».',
  ru: 'Вы больше не будете получать рекламные сообщения от {business}. Чтобы вернуться, напишите СТАРТ.',
  es: 'No recibirás más mensajes publicitarios de {business}. Para volver, escribe ALTA.',
  pt: 'Você não receberá mais mensagens de marketing de {business}. Para voltar, escreva VOLTAR.',
  fr: 'Vous ne recevrez plus de messages publicitaires de {business}. Pour revenir, écrivez REPRENDRE.',
  de: 'Sie erhalten keine Werbenachrichten mehr von {business}. Zum Zurückkehren schreiben Sie START.',
  it: 'Non riceverai più messaggi pubblicitari da {business}. Per tornare, scrivi RIPRENDI.',
}

const STARTED: Record<WordLanguage, string> = {
  he: 'מעכשיו יישלחו אליך הודעות שיווקיות מ־{business}. כדי להפסיק, אפשר לכתוב ״הסר״.',
  en: 'From now on you will get marketing messages from {business}. To stop them, write STOP.',
  ar: 'ستصلك من الآن رسائل تسويقية من {business}. لإيقافها اكتب «توقف».',
  ru: 'Теперь вы будете получать рекламные сообщения от {business}. Чтобы отказаться, напишите СТОП.',
  es: 'A partir de ahora recibirás mensajes publicitarios de {business}. Para dejarlos, escribe BAJA.',
  pt: 'A partir de agora você receberá mensagens de marketing de {business}. Para parar, escreva SAIR.',
  fr: 'Vous recevrez désormais des messages publicitaires de {business}. Pour arrêter, écrivez ARRÊT.',
  de: 'Ab jetzt erhalten Sie Werbenachrichten von {business}. Zum Beenden schreiben Sie STOPP.',
  it: 'Da ora riceverai messaggi pubblicitari da {business}. Per smettere, scrivi CANCELLAMI.',
}

export const ANSWERS = { stop: STOPPED, start: STARTED }
export type AnswerKind = keyof typeof ANSWERS

export const answerText = (kind: AnswerKind, language: WordLanguage, business: string): string =>
  ANSWERS[kind][language].replace('{business}', () => business)

/** Where most people read a language. */
const COUNTRIES: Partial<Record<WordLanguage, string>> = {
  he: 'IL',
  ar: 'AE BH DZ EG IQ JO KW LB LY MA OM PS QA SA SD SY TN YE',
  ru: 'BY KZ RU',
  es: 'AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PY SV UY VE',
  pt: 'AO BR MZ PT',
  fr: 'CI CM FR SN',
  de: 'AT DE',
  it: 'IT',
}

/** As the contact says; else as they wrote, though STOP is written everywhere; else as their country reads. */
export function answerLanguage(
  person: { language: string | null; country: string | null },
  written: WordLanguage | null,
): WordLanguage {
  const known = WORD_LANGUAGES.find((language) => language === person.language)
  if (known) return known
  if (written && written !== 'en') return written
  const here = WORD_LANGUAGES.find((language) =>
    COUNTRIES[language]?.split(' ').includes(person.country ?? ''),
  )
  return here ?? 'en'
}
