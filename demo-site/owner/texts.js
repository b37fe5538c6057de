// Every word of the owner's page, in English and Vietnamese.

const texts = {
  en: {
    other: 'Tiếng Việt',
    skip: 'Skip to the scores',
    title: 'What guests answered',
    pageTitle: 'Scores – Trà Sen',
    collector: 'Collector',
    key: 'Key',
    refresh: 'Refresh',
    foot: "This page reads the summary of each survey with the owner's key, which stays in this tab.",
    needKey: 'Enter the key that “cargo xtask demo” printed, or open the link that it printed.',
    loading: 'Fetching…',
    fetched: (time) => `Fetched at ${time}.`,
    failed: 'Not everything could be fetched.',
    unreachable: 'The collector does not answer',
    unreachableDetail: (url) => `Is it running at ${url}, and may this page ask it?`,
    notJson: 'The reply is not a summary',
    empty: 'No responses in this period yet.',
    between: (low, high, percent) => `${percent} interval: ${low} to ${high}`,
    noInterval: 'Too few responses for an interval',
    mean: 'Mean',
    easy: 'Found it easy',
    smallSample: 'Fewer than 10 responses: take it as a hint.',
    responses: 'Responses',
    comments: 'With a comment',
    group: 'Group',
    count: 'Responses',
    share: 'Share',
    score: 'Score',
    asTable: 'The picture as a table',
    pending: (share, n) => `Still counting: ${share} of the period, ${n} responses so far. Refresh to go on.`,
    period: (from, to, tz) => `${from} to ${to} (${tz})`,
    description: (n, value, interval) => `${n} responses, value ${value}. ${interval}.`,
    surveys: {
      nps: ['Net Promoter Score', 'How likely are you to recommend us? 0 to 10'],
      ces: ['Customer Effort Score', 'How easy was it? 1 to 7'],
      csat: ['Customer satisfaction', 'How satisfied are you? 1 to 5'],
    },
    groups: {
      detractor: 'Detractors', passive: 'Passives', promoter: 'Promoters',
      hard: 'Hard', neutral: 'Neutral', easy: 'Easy',
      unsatisfied: 'Unsatisfied', satisfied: 'Satisfied',
    },
  },
  vi: {
    other: 'English',
    skip: 'Đến phần điểm số',
    title: 'Khách đã trả lời gì',
    pageTitle: 'Điểm số – Trà Sen',
    collector: 'Máy chủ thu thập',
    key: 'Khóa',
    refresh: 'Tải lại',
    foot: 'Trang này đọc bản tổng hợp của từng khảo sát bằng khóa của chủ cửa hàng; khóa chỉ nằm trong thẻ trình duyệt này.',
    needKey: 'Nhập khóa mà “cargo xtask demo” đã in ra, hoặc mở đường dẫn mà lệnh đó in ra.',
    loading: 'Đang tải…',
    fetched: (time) => `Đã tải lúc ${time}.`,
    failed: 'Chưa tải được tất cả.',
    unreachable: 'Máy chủ thu thập không trả lời',
    unreachableDetail: (url) => `Máy chủ có đang chạy tại ${url} và có cho phép trang này truy cập không?`,
    notJson: 'Câu trả lời không phải là bản tổng hợp',
    empty: 'Chưa có câu trả lời nào trong khoảng thời gian này.',
    between: (low, high, percent) => `Khoảng tin cậy ${percent}: ${low} đến ${high}`,
    noInterval: 'Quá ít câu trả lời để có khoảng tin cậy',
    mean: 'Trung bình',
    easy: 'Thấy dễ',
    smallSample: 'Chưa đủ 10 câu trả lời: chỉ nên xem là gợi ý.',
    responses: 'Câu trả lời',
    comments: 'Có bình luận',
    group: 'Nhóm',
    count: 'Số câu trả lời',
    share: 'Tỷ lệ',
    score: 'Điểm',
    asTable: 'Hình này dưới dạng bảng',
    pending: (share, n) => `Đang đếm: ${share} khoảng thời gian, ${n} câu trả lời đến lúc này. Hãy làm mới để đếm tiếp.`,
    period: (from, to, tz) => `${from} đến ${to} (${tz})`,
    description: (n, value, interval) => `${n} câu trả lời, giá trị ${value}. ${interval}.`,
    surveys: {
      nps: ['Chỉ số giới thiệu (NPS)', 'Khả năng bạn giới thiệu chúng tôi ở mức nào? 0 đến 10'],
      ces: ['Chỉ số nỗ lực (CES)', 'Việc này dễ đến mức nào? 1 đến 7'],
      csat: ['Mức độ hài lòng (CSAT)', 'Bạn hài lòng đến mức nào? 1 đến 5'],
    },
    groups: {
      detractor: 'Không ủng hộ', passive: 'Trung lập', promoter: 'Ủng hộ',
      hard: 'Khó', neutral: 'Bình thường', easy: 'Dễ',
      unsatisfied: 'Không hài lòng', satisfied: 'Hài lòng',
    },
  },
};

/** Returns the words of one language with its number formats. */
export function speak(lang) {
  const format = (digits) => new Intl.NumberFormat(lang, {
    minimumFractionDigits: digits, maximumFractionDigits: digits,
  });
  const whole = format(0);
  const one = format(1);
  const two = format(2);
  const percent = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 });
  return {
    ...texts[lang],
    lang,
    whole: (n) => whole.format(n),
    percent: (share) => percent.format(share),
    /** Formats a metric's value: CES is a mean, the others are out of a hundred. */
    figure: (kind, n) => (kind === 'ces' ? two : one).format(n),
    meanFigure: (n) => two.format(n),
    time: (date) => date.toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  };
}
