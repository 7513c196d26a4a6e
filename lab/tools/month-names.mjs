// Writes src/Chaffinch/Cleaning/month-names.res: month names of the Unicode CLDR, as they stand in dates and on their own.
// usage: node lab/tools/month-names.mjs > src/Chaffinch/Cleaning/month-names.res
const languages = ('en de nl sv da nb nn is fi et lv lt fr es ca gl eu pt it ro pl cs sk sl sr bs bg mk ru uk be el sq hu tr az uz kk ky ' +
    'ar fa ur he hi bn mr ne gu pa ta te kn ml si th lo km my vi id ms jv fil sw af zu ka hy am mn eo cy ga gd mt lb').split(' ');
const months = new Map();
const add = (word, month, language) => {
    word = word.normalize('NFC').toLowerCase().replace(/[\u200e\u200f]/g, '').replace(/[.\s]+$/u, '').trim();
    if (!/^[\p{L}\p{M}][\p{L}\p{M}.’']+$/u.test(word)) return;
    if (!months.has(word)) months.set(word, new Map());
    if (!months.get(word).has(month)) months.get(word).set(month, []);
    months.get(word).get(month).push(language);
};
for (const language of languages) {
    for (let month = 0; month < 12; month++) {
        const date = new Date(Date.UTC(2020, month, 14));
        for (const style of ['long', 'short']) {
            for (const options of [{ month: style }, { month: style, day: 'numeric' }, { month: style, day: 'numeric', year: 'numeric' }]) {
                const format = new Intl.DateTimeFormat(language + '-u-ca-gregory-nu-latn', { ...options, timeZone: 'UTC' });
                for (const part of format.formatToParts(date)) if (part.type === 'month') add(part.value, month + 1, language);
            }
        }
    }
}
// Spellings in use that the CLDR lacks.
for (const [word, month] of [['sept', 9], ['agt', 8], ['mrt', 3], ['mär', 3], ['juni', 6], ['juli', 7], ['set', 9], ['dez', 12], ['ago', 8]]) add(word, month, 'extra');
const lines = [];
for (const [word, byMonth] of months) {
    // A word that names different months in different languages is kept for the month that most of them mean, and dropped on a tie.
    const ranked = [...byMonth].sort((a, b) => new Set(b[1]).size - new Set(a[1]).size);
    if (ranked.length > 1) console.error(word, ranked.map(([m, l]) => m + ':' + [...new Set(l)]).join(' '));
    if (ranked.length === 1 || new Set(ranked[0][1]).size > new Set(ranked[1][1]).size) lines.push(word + '\t' + ranked[0][0]);
}
console.log(lines.sort().join('\n'));
