import type { LibraryTemplate } from './library'

/** News about something that the person ordered, booked or asked for. */
export const UTILITY_LIBRARY: readonly LibraryTemplate[] = [
  {
    key: 'order_confirmed',
    title: { en: 'Order confirmed', he: 'אישור הזמנה' },
    en: {
      header: { kind: 'text', text: 'We have your order', sample: '' },
      body: 'Hello {{first_name}}, thank you! Order *{{order_number}}* over {{total}} is in, and we are getting it ready. You will hear from us when it leaves.',
      samples: { first_name: 'Maya', order_number: '8841', total: '$129.00' },
      buttons: [
        {
          type: 'URL',
          text: 'See the order',
          url: 'https://example.com/orders/{{1}}',
          sample: '8841',
        },
      ],
    },
    he: {
      header: { kind: 'text', text: 'ההזמנה התקבלה', sample: '' },
      body: 'שלום {{first_name}}, תודה! הזמנה *{{order_number}}* על סך {{total}} התקבלה ואנחנו מכינים אותה. נעדכן כשתצא לדרך.',
      samples: { first_name: 'נועה', order_number: '8841', total: '₪129' },
      buttons: [
        {
          type: 'URL',
          text: 'לפרטי ההזמנה',
          url: 'https://example.com/orders/{{1}}',
          sample: '8841',
        },
      ],
    },
  },
  {
    key: 'order_shipped',
    title: { en: 'Order shipped', he: 'ההזמנה נשלחה' },
    en: {
      body: 'Hi {{first_name}}, order {{order_number}} left our warehouse today and should reach you by {{day}}. You can follow it at any time.',
      samples: { first_name: 'Noor', order_number: '8841', day: 'Tuesday' },
      buttons: [
        {
          type: 'URL',
          text: 'Track the parcel',
          url: 'https://example.com/track/{{1}}',
          sample: '8841',
        },
      ],
    },
    he: {
      body: 'היי {{first_name}}, הזמנה {{order_number}} יצאה היום מהמחסן וצפויה להגיע עד יום {{day}}. אפשר לעקוב אחריה בכל רגע.',
      samples: { first_name: 'דוד', order_number: '8841', day: 'שלישי' },
      buttons: [
        { type: 'URL', text: 'מעקב משלוח', url: 'https://example.com/track/{{1}}', sample: '8841' },
      ],
    },
  },
  {
    key: 'delivery_today',
    title: { en: 'Delivery today', he: 'משלוח היום' },
    en: {
      body: 'Good morning {{first_name}}, the courier comes today between {{from}} and {{until}}. Will somebody be at home?',
      samples: { first_name: 'Ana', from: '14:00', until: '16:00' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'Yes, somebody is there' },
        { type: 'QUICK_REPLY', text: 'Leave it at the door' },
        { type: 'QUICK_REPLY', text: 'Another day' },
      ],
    },
    he: {
      body: 'בוקר טוב {{first_name}}, השליח מגיע היום בין {{from}} ל־{{until}} בערך. יהיה מישהו בבית?',
      samples: { first_name: 'יעל', from: '14:00', until: '16:00' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'כן, נהיה בבית' },
        { type: 'QUICK_REPLY', text: 'להשאיר ליד הדלת' },
        { type: 'QUICK_REPLY', text: 'ביום אחר' },
      ],
    },
  },
  {
    key: 'ready_for_pickup',
    title: { en: 'Ready for pickup', he: 'מוכן לאיסוף' },
    en: {
      header: { kind: 'location' },
      body: 'Hi {{first_name}}, order {{order_number}} is ready and waits for you until {{day}}. Please bring this message along.',
      samples: { first_name: 'Tom', order_number: '8841', day: 'Friday' },
      footer: 'Open Sunday to Thursday, 9:00 to 19:00',
    },
    he: {
      header: { kind: 'location' },
      body: 'היי {{first_name}}, הזמנה {{order_number}} מוכנה ומחכה לך בחנות עד יום {{day}}. כדאי להציג את ההודעה הזו בקופה.',
      samples: { first_name: 'תמר', order_number: '8841', day: 'שישי' },
      footer: 'פתוח בימים א׳ עד ה׳, 9:00 עד 19:00',
    },
  },
  {
    key: 'appointment_confirmed',
    title: { en: 'Appointment booked', he: 'התור נקבע' },
    en: {
      body: 'Hello {{first_name}}, your appointment is set for {{date}} at {{time}}. Please come five minutes early.',
      samples: { first_name: 'Lucas', date: '24 November', time: '10:30' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'Thank you' },
        { type: 'QUICK_REPLY', text: 'I need another time' },
      ],
    },
    he: {
      body: 'שלום {{first_name}}, התור שלך נקבע לתאריך {{date}} בשעה {{time}}. כדאי להגיע חמש דקות לפני.',
      samples: { first_name: 'איתי', date: '24.11', time: '10:30' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'תודה' },
        { type: 'QUICK_REPLY', text: 'צריך מועד אחר' },
      ],
    },
  },
  {
    key: 'appointment_reminder',
    title: { en: 'Appointment reminder', he: 'תזכורת לתור' },
    en: {
      body: 'Hello {{first_name}}, a reminder of your appointment tomorrow, {{date}}, at {{time}}. Will you come?',
      samples: { first_name: 'Sara', date: '24 November', time: '10:30' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'I will come' },
        { type: 'QUICK_REPLY', text: 'Another time' },
        { type: 'QUICK_REPLY', text: 'Please cancel it' },
      ],
    },
    he: {
      body: 'שלום {{first_name}}, תזכורת לתור שלך מחר, {{date}}, בשעה {{time}}. נתראה?',
      samples: { first_name: 'מיכל', date: '24.11', time: '10:30' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'נתראה' },
        { type: 'QUICK_REPLY', text: 'צריך מועד אחר' },
        { type: 'QUICK_REPLY', text: 'לבטל בבקשה' },
      ],
    },
  },
  {
    key: 'appointment_changed',
    title: { en: 'Appointment moved', he: 'שינוי מועד התור' },
    en: {
      body: 'Hello {{first_name}}, we are sorry: your appointment had to move to {{date}} at {{time}}. Does the new time suit you?',
      samples: { first_name: 'Omar', date: '26 November', time: '12:00' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'Yes, it does' },
        { type: 'QUICK_REPLY', text: 'No, please call me' },
      ],
    },
    he: {
      body: 'שלום {{first_name}}, אנחנו מתנצלים: התור שלך עבר לתאריך {{date}} בשעה {{time}}. המועד החדש מתאים?',
      samples: { first_name: 'שירה', date: '26.11', time: '12:00' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'כן, מתאים' },
        { type: 'QUICK_REPLY', text: 'לא, נא להתקשר אליי' },
      ],
    },
  },
  {
    key: 'invoice_ready',
    title: { en: 'Invoice ready', he: 'חשבונית מוכנה' },
    en: {
      header: { kind: 'text', text: 'Invoice {{number}}', sample: '2026-117' },
      body: 'Hello {{first_name}}, your invoice over {{amount}} is ready. Thank you for your trust.',
      samples: { first_name: 'Eva', amount: '$240.00' },
      buttons: [
        {
          type: 'URL',
          text: 'Open the invoice',
          url: 'https://example.com/invoices/{{1}}',
          sample: '2026-117',
        },
      ],
    },
    he: {
      header: { kind: 'text', text: 'חשבונית {{number}}', sample: '2026-117' },
      body: 'שלום {{first_name}}, החשבונית שלך על סך {{amount}} מוכנה. תודה על האמון.',
      samples: { first_name: 'רון', amount: '₪240' },
      buttons: [
        {
          type: 'URL',
          text: 'לצפייה בחשבונית',
          url: 'https://example.com/invoices/{{1}}',
          sample: '2026-117',
        },
      ],
    },
  },
  {
    key: 'payment_received',
    title: { en: 'Payment received', he: 'התשלום התקבל' },
    en: {
      body: 'Hello {{first_name}}, we received your payment of {{amount}} on {{date}}. There is nothing more to do.',
      samples: { first_name: 'Ben', amount: '$240.00', date: '24 November' },
    },
    he: {
      body: 'שלום {{first_name}}, התשלום שלך על סך {{amount}} התקבל בתאריך {{date}}. אין צורך לעשות דבר נוסף.',
      samples: { first_name: 'גיל', amount: '₪240', date: '24.11' },
    },
  },
  {
    key: 'payment_reminder',
    title: { en: 'Payment reminder', he: 'תזכורת לתשלום' },
    en: {
      body: 'Hello {{first_name}}, a friendly reminder: invoice {{number}} over {{amount}} is due on {{date}}. If it is paid already, please ignore this message.',
      samples: { first_name: 'Iris', number: '2026-117', amount: '$240.00', date: '30 November' },
      buttons: [
        {
          type: 'URL',
          text: 'Pay the invoice',
          url: 'https://example.com/pay/{{1}}',
          sample: '2026-117',
        },
        { type: 'PHONE_NUMBER', text: 'Call us', phone: '+15550100199' },
      ],
    },
    he: {
      body: 'שלום {{first_name}}, תזכורת ידידותית: חשבונית {{number}} על סך {{amount}} לתשלום עד {{date}}. אם כבר שולמה, אפשר להתעלם מההודעה.',
      samples: { first_name: 'ליאת', number: '2026-117', amount: '₪240', date: '30.11' },
      buttons: [
        {
          type: 'URL',
          text: 'לתשלום החשבונית',
          url: 'https://example.com/pay/{{1}}',
          sample: '2026-117',
        },
        { type: 'PHONE_NUMBER', text: 'שיחה אלינו', phone: '+15550100199' },
      ],
    },
  },
  {
    key: 'request_answered',
    title: { en: 'Your request was answered', he: 'מענה לפנייה' },
    en: {
      body: 'Hello {{first_name}}, we looked into your request {{case_number}} and wrote you an answer. Is everything settled now?',
      samples: { first_name: 'Dana', case_number: 'S-3105' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'Yes, thank you' },
        { type: 'QUICK_REPLY', text: 'I still need help' },
      ],
    },
    he: {
      body: 'שלום {{first_name}}, בדקנו את הפנייה שלך {{case_number}} ושלחנו תשובה. הכול הסתדר?',
      samples: { first_name: 'אורית', case_number: 'S-3105' },
      buttons: [
        { type: 'QUICK_REPLY', text: 'כן, תודה' },
        { type: 'QUICK_REPLY', text: 'עדיין צריך עזרה' },
      ],
    },
  },
]
