// What people write to get no more messages, and to get them again. `kept` can't be left out by an account:
// the words that law and WhatsApp's users count on; `more` an account may leave out where its own customers
// mean something else by them.

import type { WordLanguage } from '../../contract/consent'

export type WordList = { kept: string[]; more: string[]; start: string[] }

const listOf = (kept: string, more: string, start: string): WordList => ({
  kept: kept.split(', '),
  more: more.split(', '),
  start: start.split(', '),
})

/** Each as people write it; compared without case, accents, punctuation and emoji. */
export const WORD_LISTS: Record<WordLanguage, WordList> = {
  he: listOf(
    'הסר, הסרה, הסירו, הסירו אותי, הסר אותי, תסירו אותי, להסיר, להסיר אותי',
    'תסירו, הסירי, די, עצור, עצרו, הפסק, הפסיקו, תפסיקו, ביטול, בטל, לא מעוניין, לא מעוניינת, לא מעוניין תודה',
    'התחל, התחילו, חזרה, תחזירו אותי, הצטרפות, הצטרף, חידוש, חדשו',
  ),
  en: listOf(
    'stop, stopall, stop all, unsubscribe, cancel, end, quit, revoke, opt out, optout, opt-out, remove me, please stop, stop please',
    'remove, stop it, no more, stop messaging me, stop texting me, stop promotions, stop marketing, stop messages',
    'start, unstop, resume, subscribe, opt in, optin, opt-in',
  ),
  ar: listOf(
    'توقف, إيقاف, الغاء الاشتراك, إلغاء الاشتراك',
    'قف, ايقاف, الغاء, إلغاء, اوقف, أوقف, اوقفوا, احذفني',
    'ابدأ, ابدا, استئناف, اشتراك',
  ),
  ru: listOf(
    'стоп, отписаться, отпишите, отпишите меня',
    'отмена, хватит, остановить, прекратите, удалите меня',
    'старт, подписаться, возобновить',
  ),
  es: listOf(
    'baja, darme de baja, dar de baja, cancelar suscripción',
    'parar, pare, detener, alto, cancelar, no más, no más mensajes, desuscribir, desuscribirme',
    'alta, empezar, suscribir, suscribirme, volver',
  ),
  pt: listOf(
    'sair, parar, descadastrar, cancelar inscrição',
    'pare, cancelar, remover, me remova, não quero mais, chega',
    'começar, inscrever, voltar, quero receber',
  ),
  fr: listOf(
    'arrêt, arrêter, arrêtez, désabonner, me désabonner, désinscrire, désinscription',
    'désabonnement, retirez-moi, plus de messages, résilier, annuler',
    "reprendre, m'abonner, s'abonner, recommencer",
  ),
  de: listOf(
    'stopp, abmelden, abbestellen, austragen',
    'aufhören, beenden, keine nachrichten mehr, löschen',
    'anmelden, fortsetzen, abonnieren',
  ),
  it: listOf(
    'disiscrivimi, annulla iscrizione, cancellami, cancella iscrizione',
    'ferma, fermati, basta, annulla',
    'iscrivimi, inizia, riprendi',
  ),
}
