#include "charts/paint/axisticks.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace wick::charts {

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr QChar kMinus{0x2212};

QDateTime utc(std::int64_t timeMs)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs, Qt::UTC);
}

/// Dates on a chart are English like its words; the session's language replaces both together.
const QLocale& dateLocale()
{
    static const QLocale locale{QLocale::English, QLocale::UnitedKingdom};
    return locale;
}

} // namespace

QString numberText(double value, int decimals, const QLocale& locale)
{
    if (!std::isfinite(value)) {
        return QStringLiteral("–");
    }
    const double least = 0.5 * std::pow(10.0, -decimals);
    QString text = locale.toString(std::fabs(value), 'f', decimals);
    return value <= -least ? kMinus + text : text;
}

QString signedText(double value, int decimals, const QLocale& locale)
{
    const double least = 0.5 * std::pow(10.0, -decimals);
    const QString text = numberText(value, decimals, locale);
    return value >= least ? QLatin1Char('+') + text : text;
}

QString clockText(std::int64_t timeMs)
{
    return utc(timeMs).toString(QStringLiteral("HH:mm"));
}

QString dayText(std::int64_t timeMs)
{
    return dateLocale().toString(utc(timeMs), QStringLiteral("d MMM"));
}

QString momentText(std::int64_t timeMs)
{
    return dateLocale().toString(utc(timeMs), QStringLiteral("ddd dd MMM HH:mm"));
}

QString durationText(std::int64_t milliseconds)
{
    const auto minutes = std::max<std::int64_t>(0, milliseconds) / kMinute;
    const auto translate = [](const char* text) {
        return QCoreApplication::translate("wick::charts", text);
    };
    if (minutes < 60) {
        return translate("%1 min").arg(minutes);
    }
    constexpr std::int64_t kMinutesADay = kDay / kMinute;
    if (minutes < kMinutesADay) {
        return minutes % 60 == 0 ? translate("%1 h").arg(minutes / 60)
                                 : translate("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    }
    const auto hours = minutes / 60;
    return hours % 24 == 0 ? translate("%1 d").arg(hours / 24)
                           : translate("%1 d %2 h").arg(hours / 24).arg(hours % 24);
}

std::vector<double> priceTicks(double low, double high, int decimals, int wanted)
{
    std::vector<double> ticks;
    if (!(high > low) || !std::isfinite(low) || !std::isfinite(high) || wanted < 1) {
        return ticks;
    }
    const double rough = (high - low) / wanted;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10.0 * power;
    for (const double nice : {1.0, 2.0, 5.0}) {
        if (nice * power >= rough * (1.0 - 1e-9)) {
            step = nice * power;
            break;
        }
    }
    step = std::max(step, std::pow(10.0, -decimals));
    const double first = std::ceil(low / step - 1e-9);
    const double last = std::floor(high / step + 1e-9);
    const int count = static_cast<int>(std::clamp(last - first + 1.0, 0.0, 1000.0));
    for (int i = 0; i < count; ++i) {
        ticks.push_back((first + i) * step);
    }
    return ticks;
}

std::vector<double> priceTicks(const ViewRange& range, int decimals, int wanted)
{
    constexpr double kMuch = 4.0; // below this ratio even steps are even enough
    const bool wide = range.low > 0.0 && range.high / range.low > kMuch;
    if (range.scale == PriceScale::Linear || !wide) {
        return priceTicks(range.low, range.high, decimals, wanted);
    }
    const double room = std::log(range.high / range.low) / std::max(1, wanted);
    const double finest = std::pow(10.0, -decimals);
    std::vector<double> ticks;
    const int first = static_cast<int>(std::floor(std::log10(range.low)));
    const int last = static_cast<int>(std::floor(std::log10(range.high)));
    for (int decade = first; decade <= last; ++decade) {
        for (const double nice : {1.0, 2.0, 5.0}) {
            const double price = nice * std::pow(10.0, decade);
            const bool inside = price >= range.low && price <= range.high && price >= finest;
            if (inside && (ticks.empty() || std::log(price / ticks.back()) >= 0.6 * room)) {
                ticks.push_back(price);
            }
        }
    }
    return ticks;
}

namespace {

/// A step of the time axis: so many minutes, or so many months.
struct TimeStep
{
    std::int64_t lengthMs{};
    int months{};
};

constexpr std::array kSteps{
    TimeStep{kMinute, 0},      TimeStep{2 * kMinute, 0},  TimeStep{5 * kMinute, 0},
    TimeStep{10 * kMinute, 0}, TimeStep{15 * kMinute, 0}, TimeStep{30 * kMinute, 0},
    TimeStep{kHour, 0},        TimeStep{2 * kHour, 0},    TimeStep{3 * kHour, 0},
    TimeStep{4 * kHour, 0},    TimeStep{6 * kHour, 0},    TimeStep{12 * kHour, 0},
    TimeStep{kDay, 0},         TimeStep{2 * kDay, 0},     TimeStep{5 * kDay, 0},
    TimeStep{10 * kDay, 0},    TimeStep{30 * kDay, 1},    TimeStep{91 * kDay, 3},
    TimeStep{182 * kDay, 6},   TimeStep{365 * kDay, 12},
};

/// The first time at or after `timeMs` that is a multiple of the step.
std::int64_t nextMultiple(std::int64_t timeMs, const TimeStep& step)
{
    if (step.months == 0) {
        const std::int64_t rest = ((timeMs % step.lengthMs) + step.lengthMs) % step.lengthMs;
        return rest == 0 ? timeMs : timeMs + step.lengthMs - rest;
    }
    const QDate date = utc(timeMs).date();
    const int month = date.year() * 12 + date.month() - 1;
    const auto startOf = [](int monthNumber) {
        return QDate{monthNumber / 12, monthNumber % 12 + 1, 1}
            .startOfDay(Qt::UTC)
            .toMSecsSinceEpoch();
    };
    const int aligned = month / step.months * step.months;
    return startOf(aligned) >= timeMs ? startOf(aligned) : startOf(aligned + step.months);
}

TimeTick tickAt(double slot, std::int64_t timeMs, std::int64_t previousMs, const TimeStep& step)
{
    const QDate date = utc(timeMs).date();
    const QDate before = utc(previousMs).date();
    TimeTick tick{slot, timeMs, TimeTickKind::Clock, clockText(timeMs)};
    if (date.year() != before.year() && step.lengthMs >= kDay) {
        tick.kind = TimeTickKind::Year;
        tick.label = QString::number(date.year());
    } else if (step.months > 0) {
        tick.kind = TimeTickKind::Month;
        tick.label = dateLocale().toString(date, QStringLiteral("MMM"));
    } else if (date != before || step.lengthMs >= kDay) {
        tick.kind = TimeTickKind::Day;
        tick.label = dayText(timeMs);
    }
    return tick;
}

/// Slot of the first bar at or after that time; past the ends as if bars went on.
double slotFrom(const CandleSeries& series, std::int64_t timeMs)
{
    const double at = series.slotAtTime(timeMs);
    if (series.timeAtSlot(at) >= timeMs) {
        return at;
    }
    const std::size_t next = series.firstBarFromSlot(at + 1.0);
    return next < series.size() ? static_cast<double>(series.slotOfBar(next)) : at + 1.0;
}

/// The finest step that is at least so long.
TimeStep stepOf(double leastMs)
{
    for (const TimeStep& step : kSteps) {
        if (static_cast<double>(step.lengthMs) >= leastMs) {
            return step;
        }
    }
    return kSteps.back();
}

} // namespace

std::vector<TimeTick>
timeTicks(const CandleSeries& series, const ViewTransform& view, double leastGap)
{
    std::vector<TimeTick> ticks;
    if (series.empty()) {
        return ticks;
    }
    const double slots = std::max(1.0, leastGap / view.slotWidth());
    const TimeStep step = stepOf(slots * static_cast<double>(series.barMs()));
    const double end = view.range().firstSlot + view.range().slotCount;
    double slot = std::floor(view.range().firstSlot);
    std::int64_t previous = series.timeAtSlot(slot - 1.0);
    while (slot < end) {
        const std::int64_t target = nextMultiple(series.timeAtSlot(slot), step);
        const double at = std::max(slot, slotFrom(series, target));
        if (at >= end) {
            break;
        }
        const std::int64_t timeMs = series.timeAtSlot(at);
        TimeTick tick = tickAt(at, timeMs, previous, step);
        previous = timeMs;
        slot = at + 1.0;
        if (timeMs != target && tick.kind == TimeTickKind::Clock) {
            if (!series.isAfterClosure(*series.barNearSlot(at))) {
                continue; // after a hole it goes on at no round time
            }
            tick.kind = TimeTickKind::Session;
        }
        const bool near = !ticks.empty() && (at - ticks.back().slot) * view.slotWidth() < leastGap;
        if (!near) {
            ticks.push_back(tick);
        } else if (tick.kind > ticks.back().kind) {
            ticks.back() = tick;
        }
    }
    return ticks;
}

std::vector<TimeTick> evenTimeTicks(std::int64_t fromMs, std::int64_t toMs, int wanted)
{
    std::vector<TimeTick> ticks;
    if (toMs <= fromMs || wanted < 1) {
        return ticks;
    }
    const auto span = static_cast<double>(toMs - fromMs);
    const TimeStep step = stepOf(span / wanted);
    std::int64_t previous = fromMs;
    for (std::int64_t at = nextMultiple(fromMs, step); at <= toMs; at = nextMultiple(at + 1, step))
    {
        ticks.push_back(tickAt(static_cast<double>(at - fromMs) / span, at, previous, step));
        previous = at;
    }
    return ticks;
}

namespace {

/// Neighbours that moved together: their sum of wished places less their own offsets.
struct Block
{
    double sum{};
    std::size_t count{};
    [[nodiscard]] double mean() const { return sum / static_cast<double>(count); }
};

} // namespace

std::vector<double>
pushApart(const std::vector<double>& wanted, double gap, double lowest, double highest)
{
    // Without the offsets i * gap the task is to keep an order: pool neighbours that break it.
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        blocks.push_back({wanted[i] - static_cast<double>(i) * gap, 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
            blocks[blocks.size() - 2].sum += blocks.back().sum;
            blocks[blocks.size() - 2].count += blocks.back().count;
            blocks.pop_back();
        }
    }
    const double room = static_cast<double>(wanted.empty() ? 0 : wanted.size() - 1) * gap;
    const double top = std::max(lowest, highest - room);
    std::vector<double> places;
    for (const Block& block : blocks) {
        for (std::size_t i = 0; i < block.count; ++i) {
            const double base = std::clamp(block.mean(), lowest, top);
            places.push_back(base + static_cast<double>(places.size()) * gap);
        }
    }
    return places;
}

} // namespace wick::charts
