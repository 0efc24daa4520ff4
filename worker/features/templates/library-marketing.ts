import type { DraftButton } from '../../contract/template-drafts'
import type { LibraryTemplate } from './library'

// Each offers a way out: people who can't find one report the number instead.
const STOP_EN: DraftButton = { type: 'QUICK_REPLY', text: 'Stop promotions' }
const STOP_HE: DraftButton = { type: 'QUICK_REPLY', text: 'הפסקת מבצעים' }
const FOOTER_EN = 'Reply STOP to receive no more offers'
const FOOTER_HE = 'להסרה מרשימת הדיוור השיבו הסר'

/** Offers and invitations, for people who agreed to get them. */
export const MARKETING_LIBRARY: readonly LibraryTemplate[] = [
  {
    key: 'seasonal_sale',
    title: { en: 'Seasonal sale with a code', he: 'מבצע עונתי עם קוד' },
    en: {
      header: { kind: 'text', text: 'The season sale is on', sample: '' },
      body: 'Hi {{first_name}}, until {{day}} everything in the shop is {{discount}} less. Copy the code and use it at the checkout.',
      samples: { first_name: 'Maya', day: 'Thursday night', discount: '15%' },
      footer: FOOTER_EN,
      buttons: [
        { type: 'COPY_CODE', sample: 'SEASON15' },
        { type: 'URL', text: 'Open the shop', url: 'https://example.com/sale', sample: '' },
        STOP_EN,
      ],
    },
    he: {
      header: { kind: 'text', text: 'מבצע העונה התחיל', sample: '' },
      body: 'היי {{first_name}}, עד {{day}} כל החנות ב־{{discount}} הנחה. מעתיקים את הקוד ומזינים אותו בקופה.',
      samples: { first_name: 'נועה', day: 'יום חמישי בלילה', discount: '15%' },
      footer: FOOTER_HE,
      buttons: [
        { type: 'COPY_CODE', sample: 'SEASON15' },
        { type: 'URL', text: 'לחנות', url: 'https://example.com/sale', sample: '' },
        STOP_HE,
      ],
    },
  },
  {
    key: 'new_arrivals',
    title: { en: 'New arrivals', he: 'חדש בחנות' },
    en: {
      body: 'Hi {{first_name}}, something new has come in: {{product}}. You are among the first to see it.',
      samples: { first_name: 'Tom', product: 'the winter collection' },
      footer: FOOTER_EN,
      buttons: [
        { type: 'URL', text: 'Have a look', url: 'https://example.com/new', sample: '' },
        STOP_EN,
      ],
    },
    he: {
      body: 'היי {{first_name}}, הגיע משהו חדש: {{product}}. רצינו שזה יגיע אליך לפני כולם.',
      samples: { first_name: 'תמר', product: 'קולקציית החורף' },
      footer: FOOTER_HE,
      buttons: [
        { type: 'URL', text: 'לצפייה', url: 'https://example.com/new', sample: '' },
        STOP_HE,
      ],
    },
  },
  {
    key: 'back_in_stock',
    title: { en: 'Back in stock', he: 'חזר למלאי' },
    en: {
      body: 'Good news, {{first_name}}: {{product}} is back in stock. Shall we keep one for you until {{day}}?',
      samples: { first_name: 'Ana', product: 'the blue vase', day: 'Sunday' },
      footer: FOOTER_EN,
      buttons: [{ type: 'QUICK_REPLY', text: 'Yes, keep one' }, STOP_EN],
    },
    he: {
      body: 'חדשות טובות, {{first_name}}: {{product}} חזר למלאי. לשמור לך אחד עד {{day}}?',
      samples: { first_name: 'יעל', product: 'האגרטל הכחול', day: 'יום ראשון' },
      footer: FOOTER_HE,
      buttons: [{ type: 'QUICK_REPLY', text: 'כן, לשמור לי' }, STOP_HE],
    },
  },
  {
    key: 'forgotten_cart',
    title: { en: 'Forgotten cart', he: 'עגלה שנשכחה' },
    en: {
      body: 'Hi {{first_name}}, you left {{product}} in your cart. It is still there if you want it.',
      samples: { first_name: 'Omar', product: 'two candles' },
      footer: FOOTER_EN,
      buttons: [
        {
          type: 'URL',
          text: 'Back to the cart',
          url: 'https://example.com/cart/{{1}}',
          sample: 'a7k2',
        },
        STOP_EN,
      ],
    },
    he: {
      body: 'היי {{first_name}}, השארת בעגלה {{product}}. הכול עדיין מחכה לך שם.',
      samples: { first_name: 'שירה', product: 'שני נרות' },
      footer: FOOTER_HE,
      buttons: [
        { type: 'URL', text: 'בחזרה לעגלה', url: 'https://example.com/cart/{{1}}', sample: 'a7k2' },
        STOP_HE,
      ],
    },
  },
  {
    key: 'birthday_gift',
    title: { en: 'Birthday gift', he: 'מתנת יום הולדת' },
    en: {
      body: 'Happy birthday, {{first_name}}! 🎂 A gift from us: {{gift}} with your next order this month.',
      samples: { first_name: 'Sara', gift: '20% off' },
      footer: FOOTER_EN,
      buttons: [{ type: 'COPY_CODE', sample: 'BIRTHDAY20' }, STOP_EN],
    },
    he: {
      body: 'יום הולדת שמח, {{first_name}}! 🎂 מתנה מאיתנו: {{gift}} בהזמנה הבאה החודש.',
      samples: { first_name: 'מיכל', gift: '20% הנחה' },
      footer: FOOTER_HE,
      buttons: [{ type: 'COPY_CODE', sample: 'BIRTHDAY20' }, STOP_HE],
    },
  },
  {
    key: 'event_invitation',
    title: { en: 'Invitation to an event', he: 'הזמנה לאירוע' },
    en: {
      header: { kind: 'location' },
      body: 'Hi {{first_name}}, we would love to see you at {{event}} on {{date}} at {{time}}. There will be something to eat and drink.',
      samples: {
        first_name: 'Ben',
        event: 'the opening of our new shop',
        date: '3 December',
        time: '18:00',
      },
      footer: FOOTER_EN,
      buttons: [
        { type: 'QUICK_REPLY', text: 'I will be there' },
        { type: 'QUICK_REPLY', text: 'Not this time' },
        STOP_EN,
      ],
    },
    he: {
      header: { kind: 'location' },
      body: 'היי {{first_name}}, נשמח לראות אותך ב{{event}} בתאריך {{date}} בשעה {{time}}. יהיה כיבוד קל ומשהו לשתות.',
      samples: { first_name: 'גיל', event: 'פתיחת הסניף החדש', date: '3.12', time: '18:00' },
      footer: FOOTER_HE,
      buttons: [
        { type: 'QUICK_REPLY', text: 'נתראה שם' },
        { type: 'QUICK_REPLY', text: 'לא הפעם' },
        STOP_HE,
      ],
    },
  },
  {
    key: 'club_points',
    title: { en: 'Points of the club', he: 'נקודות מועדון' },
    en: {
      body: 'Hi {{first_name}}, you have {{points}} points in our club, and {{expiring}} of them end on {{date}}. Come and turn them into something nice.',
      samples: { first_name: 'Iris', points: '340', expiring: '120', date: '31 December' },
      footer: FOOTER_EN,
      buttons: [
        { type: 'URL', text: 'Use the points', url: 'https://example.com/club', sample: '' },
        STOP_EN,
      ],
    },
    he: {
      body: 'היי {{first_name}}, נצברו לך {{points}} נקודות במועדון, ומתוכן {{expiring}} יפוגו בתאריך {{date}}. זה הזמן להפוך אותן למשהו יפה.',
      samples: { first_name: 'ליאת', points: '340', expiring: '120', date: '31.12' },
      footer: FOOTER_HE,
      buttons: [
        { type: 'URL', text: 'למימוש הנקודות', url: 'https://example.com/club', sample: '' },
        STOP_HE,
      ],
    },
  },
]
