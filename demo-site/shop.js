// The shop's own script. Its only call of the survey's script is in `forget`.
'use strict';

const vnd = new Intl.NumberFormat(document.documentElement.lang === 'vi' ? 'vi-VN' : 'en-GB');
const price = (amount) => `${vnd.format(amount)} ₫`;

// Product page: shows the total for the chosen number of tins.
const buy = document.querySelector('form.buy');
if (buy) {
  const tins = buy.elements.namedItem('qty');
  const total = document.getElementById('total');
  tins.addEventListener('input', () => {
    if (tins.validity.valid) total.textContent = price(tins.valueAsNumber * buy.dataset.unitVnd);
  });
}

// Thank-you page: shows the number of tins that were ordered.
const order = document.querySelector('table.order');
if (order) {
  const tins = Number(new URLSearchParams(location.search).get('qty'));
  if (Number.isInteger(tins) && tins >= 1 && tins <= 20) {
    document.getElementById('ordered').textContent = vnd.format(tins);
    for (const sum of order.querySelectorAll('.sum')) {
      sum.textContent = price(tins * order.dataset.unitVnd);
    }
  }
}

// Footer: a button that makes the survey forget this visitor, who can then be asked again.
const forget = document.getElementById('forget');
const words = {
  en: {
    done: 'Forgotten. Load a page again and you will be asked again.',
    absent: 'The survey script is not there: is the collector running?',
  },
  vi: {
    done: 'Đã xóa. Tải lại trang và bạn sẽ được hỏi lại.',
    absent: 'Không thấy đoạn mã khảo sát: máy chủ thu thập có đang chạy không?',
  },
}[document.documentElement.lang === 'vi' ? 'vi' : 'en'];
forget.addEventListener('click', () => {
  const ready = typeof window.hearby === 'function';
  if (ready) window.hearby('reset');
  document.getElementById('said').textContent = ready ? words.done : words.absent;
});
