#include "app/desktop/text/format.h"

#include "core/base/decimal.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

constexpr QChar kMinus{u'\u2212'};

qint64 powerOfTen(int exponent) noexcept
{
    qint64 power = 1;
    for (int i = 0; i < exponent; ++i) {
        power *= 10;
    }
    return power;
}

/// Separators between groups of three digits before the dot.
QString grouped(QString digits)
{
    const qsizetype dot = digits.indexOf(u'.');
    for (qsizetype at = (dot < 0 ? digits.size() : dot) - 3; at > 0; at -= 3) {
        digits.insert(at, u',');
    }
    return digits;
}

/// Digits of a number without its sign.
QString magnitude(Fixed value)
{
    QString text = QString::fromStdString(core::fixedText(value.scaled, value.decimals));
    if (text.startsWith(u'-')) {
        text.remove(0, 1);
    }
    return text;
}

/// Shown as zero: such a value has neither sign nor colour.
bool isZeroText(const QString& digits)
{
    return std::all_of(digits.begin(), digits.end(),
                       [](QChar c) { return c == u'0' || c == u'.'; });
}

QString withSign(bool negative, const QString& digits, bool showPlus)
{
    if (isZeroText(digits)) {
        return digits;
    }
    const QString text = grouped(digits);
    if (negative) {
        return kMinus + text;
    }
    return showPlus ? u'+' + text : text;
}

QString fixedDigits(double value, int decimals)
{
    return QString::number(std::abs(value), 'f', decimals);
}

QDateTime utc(qint64 msSinceEpoch)
{
    return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC);
}

QString inEnglish(qint64 msSinceEpoch, const QString& format)
{
    return QLocale{QLocale::English}.toString(utc(msSinceEpoch), format);
}

/// From here on an age is said in days: 30 h says more than 1 day. Seconds.
constexpr qint64 kTwoDays = 172'800;

} // namespace

double Fixed::toDouble() const noexcept
{
    return static_cast<double>(scaled) / static_cast<double>(powerOfTen(decimals));
}

Fixed roundedTo(Fixed value, int decimals) noexcept
{
    if (decimals >= value.decimals) {
        return value;
    }
    const qint64 unit = powerOfTen(value.decimals - decimals);
    const qint64 half = value.scaled < 0 ? -unit / 2 : unit / 2;
    const qint64 whole = value.scaled / unit;
    const qint64 rest = value.scaled % unit;
    const bool up = std::abs(rest) >= std::abs(half);
    const qint64 away = value.scaled < 0 ? -1 : 1;
    return {up ? whole + away : whole, decimals};
}

QString missingText()
{
    return u"\u2013"_s;
}

QString number(Fixed value)
{
    return withSign(value.scaled < 0, magnitude(value), false);
}

QString number(double value, int decimals)
{
    if (!std::isfinite(value)) {
        return missingText();
    }
    return withSign(value < 0.0, fixedDigits(value, decimals), false);
}

QString number(const MaybeFixed& value)
{
    return value.has_value() ? number(*value) : missingText();
}

QString signedNumber(Fixed value)
{
    return withSign(value.scaled < 0, magnitude(value), true);
}

QString signedNumber(double value, int decimals)
{
    if (!std::isfinite(value)) {
        return missingText();
    }
    return withSign(value < 0.0, fixedDigits(value, decimals), true);
}

QString money(Fixed value)
{
    return number(roundedTo(value, 2));
}

QString signedMoney(Fixed value)
{
    return signedNumber(roundedTo(value, 2));
}

QString rMultiple(double value)
{
    return std::isfinite(value) ? signedNumber(value, 2) + u" R"_s : missingText();
}

QString percent(double value, int decimals)
{
    return std::isfinite(value) ? number(value, decimals) + u" %"_s : missingText();
}

QString signedPercent(double value, int decimals)
{
    return std::isfinite(value) ? signedNumber(value, decimals) + u" %"_s : missingText();
}

QString rawNumber(Fixed value)
{
    return QString::fromStdString(core::fixedText(value.scaled, value.decimals));
}

QString rawNumber(double value, int decimals)
{
    return std::isfinite(value) ? QString::number(value, 'f', decimals) : QString{};
}

QString withoutSeparators(const QString& typed)
{
    static const QRegularExpression separated{
        u"^[-\u2212]?(\\d+|\\d{1,3}(,\\d{3})+)(\\.\\d*)?$"_s};
    QString text = typed.trimmed();
    if (separated.match(text).hasMatch()) {
        text.remove(u',').replace(u'\u2212', u'-');
    }
    return text;
}

QString withSeparators(const QString& plain)
{
    static const QRegularExpression digits{u"^\\d+(\\.\\d*)?$"_s};
    return digits.match(plain).hasMatch() ? grouped(plain) : plain;
}

QString ageText(qint64 milliseconds)
{
    const qint64 seconds = std::max<qint64>(0, milliseconds) / 1000;
    if (seconds < 60) {
        return Words::tr("%1 s").arg(seconds);
    }
    if (seconds < 3600) {
        return Words::tr("%1 min").arg(seconds / 60);
    }
    if (seconds < kTwoDays) {
        return Words::tr("%1 h").arg(seconds / 3600);
    }
    return Words::tr("%1 days").arg(seconds / 86400);
}

QString durationText(qint64 milliseconds)
{
    const qint64 all = std::max<qint64>(0, milliseconds);
    const qint64 seconds = all / 1000;
    if (seconds < 60) {
        return Words::tr("%1 s").arg(number(static_cast<double>(all) / 1000.0, 1));
    }
    if (seconds < 3600) {
        return Words::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    }
    if (seconds < kTwoDays) {
        return Words::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
    }
    return Words::tr("%1 days %2 h").arg(seconds / 86400).arg(seconds / 3600 % 24);
}

QString clockText(qint64 msSinceEpoch)
{
    return inEnglish(msSinceEpoch, u"HH:mm"_s);
}

QString clockSecondsText(qint64 msSinceEpoch)
{
    return inEnglish(msSinceEpoch, u"HH:mm:ss"_s);
}

QString dayAndClockText(qint64 msSinceEpoch)
{
    return inEnglish(msSinceEpoch, u"dd MMM HH:mm"_s);
}

QString fullTimeText(qint64 msSinceEpoch)
{
    return inEnglish(msSinceEpoch, u"ddd dd MMM yyyy  HH:mm:ss"_s) + u" UTC"_s;
}

QString isoTimeText(qint64 msSinceEpoch)
{
    return utc(msSinceEpoch).toString(Qt::ISODateWithMs);
}

} // namespace wick::desktop
