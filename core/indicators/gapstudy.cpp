#include "core/indicators/gapstudy.h"

#include "core/base/randomsource.h"
#include "core/base/unreachable.h"
#include "core/indicators/ranges.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace wick::core {

namespace {

constexpr double kNormal95 = 1.959963984540054;

/// ATR14 at each bar, in units of Price; not a number before its first value.
std::vector<double> rangesOf(std::span<const ClosedBar> bars)
{
    std::vector<double> ranges;
    ranges.reserve(bars.size());
    Atr atr{14};
    for (const ClosedBar& bar : bars) {
        atr.update(barPrices(bar, 1.0));
        ranges.push_back(atr.value());
    }
    return ranges;
}

/// A closed bar of the market's own: no made-up one, and the whole of it in one session with those
/// before it.
bool isWhole(std::span<const ClosedBar> three, const GapStudySetup& setup)
{
    const CalendarPeriod period = setup.calendar.periodAt(three[0].start);
    return three[2].start - three[0].start == setup.timeframe * 2
           && period.hours == MarketHours::Open && period.contains(three[2].start)
           && std::all_of(three.begin(), three.end(),
                          [](const ClosedBar& bar) { return bar.origin == BarOrigin::Traded; });
}

bool isDisplaced(std::span<const ClosedBar> three,
                 const GapZone& zone,
                 double atr,
                 const GapStudySetup& setup)
{
    const ClosedBar& second = three[1];
    const bool bull = zone.direction == GapDirection::Bull;
    const PriceDelta way = bull ? second.close - second.open : second.open - second.close;
    const auto body = static_cast<double>(way.count());
    const auto range = static_cast<double>((second.high - second.low).count());
    const bool beyond = bull ? second.close > three[0].high : second.close < three[0].low;
    return beyond && body > 0.0 && body >= setup.displacementAtr * atr
           && body >= setup.bodyShare * range;
}

/// Follows a zone known at the close of `row`: over the bars after it, to the horizon, the end of
/// its session or the last bar.
void follow(FollowedZone& zone,
            std::span<const ClosedBar> bars,
            std::size_t row,
            const GapStudySetup& setup)
{
    const bool bull = zone.zone.direction == GapDirection::Bull;
    const Timestamp sessionEnd = setup.calendar.periodAt(bars[row].start).end;
    const std::int64_t sign = bull ? 1 : -1;
    const auto last = std::min(bars.size() - 1, row + static_cast<std::size_t>(setup.horizon));
    const auto reach = [&](GapOutcome outcome, bool reached) {
        std::int32_t& after = zone.after[static_cast<std::size_t>(outcome)];
        after = reached && after == 0 ? zone.seen : after;
    };
    for (std::size_t at = row + 1; at <= last && bars[at].start < sessionEnd; ++at) {
        ++zone.seen;
        const Price deepest = bull ? bars[at].low : bars[at].high;
        const std::int64_t way = sign * (zone.zone.nearEdge() - deepest).count();
        const std::int64_t height = zone.zone.height().count();
        const std::int64_t beyond = sign * (zone.zone.farEdge() - bars[at].close).count();
        reach(GapOutcome::Touch, way >= 0);
        reach(GapOutcome::Midline, 2 * way >= height);
        reach(GapOutcome::Fill, way >= height);
        reach(GapOutcome::Inversion,
              beyond > 0 && static_cast<double>(beyond) >= setup.inversionAtr * zone.atr);
    }
    const std::int32_t touch = zone.after[static_cast<std::size_t>(GapOutcome::Touch)];
    if (touch != 0) {
        const std::size_t at = row + static_cast<std::size_t>(touch + setup.forwardBars);
        if (at < bars.size() && bars[at].start < sessionEnd) {
            const std::int64_t way = sign * (bars[at].close - zone.zone.nearEdge()).count();
            zone.forward = static_cast<double>(way) / zone.atr;
        }
    }
}

/// A zone as high and as far away as the gap, in the ATR of that time, known at the close of `row`.
FollowedZone
placed(const FollowedZone& gap, std::span<const ClosedBar> bars, std::size_t row, double atr)
{
    const auto units = [](double value) {
        return static_cast<std::int64_t>(std::llround(value));
    };
    FollowedZone zone;
    zone.atr = atr;
    zone.distance = gap.distance;
    zone.knownAt = gap.knownAt;
    const double heightInAtr = static_cast<double>(gap.zone.height().count()) / gap.atr;
    const std::int64_t height = std::max<std::int64_t>(1, units(heightInAtr * atr));
    const std::int64_t away = units(gap.distance * atr);
    const std::int64_t close = bars[row].close.count();
    zone.zone.direction = gap.zone.direction;
    if (gap.zone.direction == GapDirection::Bull) {
        zone.zone.top = Price{close - away};
        zone.zone.bottom = Price{close - away - height};
    } else {
        zone.zone.bottom = Price{close + away};
        zone.zone.top = Price{close + away + height};
    }
    return zone;
}

std::vector<FollowedZone> randomZones(std::span<const FollowedZone> gaps,
                                      std::span<const ClosedBar> bars,
                                      const GapStudySetup& setup,
                                      RandomSource chance)
{
    constexpr int kTries = 50; // a closed market or a hole: another time
    const std::vector<double> ranges = rangesOf(bars);
    std::vector<FollowedZone> zones;
    for (const FollowedZone& gap : gaps) {
        for (int draw = 0; draw < setup.draws; ++draw) {
            for (int tries = 0; tries < kTries; ++tries) {
                const std::size_t row = 2 + chance.below(bars.size() - 2);
                if (!(ranges[row - 2] > 0.0) || !isWhole(bars.subspan(row - 2, 3), setup)) {
                    continue;
                }
                zones.push_back(placed(gap, bars, row, ranges[row - 2]));
                follow(zones.back(), bars, row, setup);
                break;
            }
        }
    }
    return zones;
}

/// The same bars in another order of their blocks: each keeps its shape relative to the close
/// before it, so that what followed what is lost and the rest is kept. Times stay where they are.
std::vector<ClosedBar>
shuffled(std::span<const ClosedBar> bars, const GapStudySetup& setup, RandomSource chance)
{
    const auto block = static_cast<std::size_t>(setup.blockBars);
    std::vector<std::size_t> starts;
    for (std::size_t at = 1; at < bars.size(); at += block) {
        starts.push_back(at);
    }
    for (std::size_t i = starts.size(); i > 1; --i) {
        std::swap(starts[i - 1], starts[chance.below(i)]);
    }
    std::vector<ClosedBar> made{bars.begin(), bars.begin() + 1};
    made.reserve(bars.size());
    double close = static_cast<double>(bars[0].close.count());
    for (const std::size_t start : starts) {
        for (std::size_t from = start; from < std::min(bars.size(), start + block); ++from) {
            const double scale = close / static_cast<double>(bars[from - 1].close.count());
            const auto scaled = [scale](Price price) {
                const double value = static_cast<double>(price.count()) * scale;
                return Price{std::max<std::int64_t>(1, std::llround(value))};
            };
            ClosedBar bar = bars[made.size()]; // its time
            bar.open = scaled(bars[from].open);
            bar.high = scaled(bars[from].high);
            bar.low = scaled(bars[from].low);
            bar.close = scaled(bars[from].close);
            close = static_cast<double>(bars[from].close.count()) * scale;
            made.push_back(bar);
        }
    }
    return made;
}

ZoneSample sampleOf(std::string_view name,
                    std::span<const FollowedZone> zones,
                    const std::function<bool(const FollowedZone&)>& wanted)
{
    ZoneSample sample;
    sample.name = name;
    double sum = 0.0;
    double squares = 0.0;
    std::array<std::vector<Lifetime>, kGapOutcomes.size()> lifetimes;
    for (const FollowedZone& zone : zones) {
        if (!wanted(zone)) {
            continue;
        }
        ++sample.zones;
        for (std::size_t i = 0; i < lifetimes.size(); ++i) {
            const std::int32_t after = zone.after[i];
            lifetimes[i].push_back({after == 0 ? zone.seen : after, after != 0});
        }
        if (!std::isnan(zone.forward)) {
            ++sample.touched;
            sum += zone.forward;
            squares += zone.forward * zone.forward;
        }
    }
    for (std::size_t i = 0; i < lifetimes.size(); ++i) {
        sample.curves[i] = reachedCurve(lifetimes[i]);
    }
    if (sample.touched > 1) {
        const auto n = static_cast<double>(sample.touched);
        sample.forward = sum / n;
        const double variance = (squares - sum * sum / n) / (n - 1.0);
        sample.forwardError = std::sqrt(std::max(0.0, variance) / n);
    }
    return sample;
}

int hourOf(Timestamp at)
{
    return static_cast<int>(toMilliseconds(at) / 3'600'000 % 24);
}

double sizeOf(const FollowedZone& zone)
{
    return static_cast<double>(zone.zone.height().count()) / zone.atr;
}

std::vector<ZoneSample> groupsOf(std::span<const FollowedZone> gaps)
{
    const auto sized = [](double from, double to) {
        return [from, to](const FollowedZone& zone) {
            return zone.displaced && sizeOf(zone) >= from && sizeOf(zone) < to;
        };
    };
    const auto between = [](int from, int to) {
        return [from, to](const FollowedZone& zone) {
            return zone.displaced && hourOf(zone.knownAt) >= from && hourOf(zone.knownAt) < to;
        };
    };
    const auto facing = [](GapDirection direction) {
        return [direction](const FollowedZone& zone) {
            return zone.displaced && zone.zone.direction == direction;
        };
    };
    constexpr double kAny = std::numeric_limits<double>::infinity();
    return {sampleOf("size under 0.5 ATR", gaps, sized(0.0, 0.5)),
            sampleOf("size 0.5 to 1 ATR", gaps, sized(0.5, 1.0)),
            sampleOf("size 1 ATR or more", gaps, sized(1.0, kAny)),
            sampleOf("hours 00-07", gaps, between(0, 7)),
            sampleOf("hours 07-13", gaps, between(7, 13)),
            sampleOf("hours 13-21", gaps, between(13, 21)),
            sampleOf("hours 21-24", gaps, between(21, 24)),
            sampleOf("bullish", gaps, facing(GapDirection::Bull)),
            sampleOf("bearish", gaps, facing(GapDirection::Bear))};
}

Excess excess(double value, double variance)
{
    const double half = kNormal95 * std::sqrt(variance);
    return {value, value - half, value + half};
}

} // namespace

std::string_view name(GapOutcome outcome) noexcept
{
    switch (outcome) {
    case GapOutcome::Touch:
        return "touch";
    case GapOutcome::Midline:
        return "midline";
    case GapOutcome::Fill:
        return "fill";
    case GapOutcome::Inversion:
        return "inversion";
    }
    unreachable();
}

std::vector<ReachedShare> reachedCurve(std::span<const Lifetime> lifetimes)
{
    std::vector<Lifetime> sorted{lifetimes.begin(), lifetimes.end()};
    std::sort(sorted.begin(), sorted.end(),
              [](const Lifetime& a, const Lifetime& b) { return a.bars < b.bars; });
    std::vector<ReachedShare> curve;
    double survival = 1.0;
    double sum = 0.0; // Greenwood's
    for (std::size_t at = 0; at < sorted.size();) {
        const std::size_t atRisk = sorted.size() - at;
        std::size_t reached = 0;
        std::size_t next = at;
        for (; next < sorted.size() && sorted[next].bars == sorted[at].bars; ++next) {
            reached += sorted[next].reached ? 1U : 0U;
        }
        if (reached != 0) {
            ReachedShare step;
            step.bars = sorted[at].bars;
            step.atRisk = atRisk;
            const auto n = static_cast<double>(atRisk);
            const auto d = static_cast<double>(reached);
            if (reached == atRisk) {
                step.share = 1.0;
                step.low = curve.empty() ? 0.0 : curve.back().low;
                step.high = 1.0;
            } else {
                survival *= 1.0 - d / n;
                sum += d / (n * (n - d));
                step.share = 1.0 - survival;
                step.variance = survival * survival * sum;
                const double spread = kNormal95 * std::sqrt(sum) / std::abs(std::log(survival));
                step.low = 1.0 - std::pow(survival, std::exp(-spread));
                step.high = 1.0 - std::pow(survival, std::exp(spread));
            }
            curve.push_back(step);
        }
        at = next;
    }
    return curve;
}

ReachedShare ZoneSample::atHorizon(GapOutcome outcome) const
{
    const auto& curve = curves[static_cast<std::size_t>(outcome)];
    return curve.empty() ? ReachedShare{} : curve.back();
}

std::int32_t ZoneSample::median(GapOutcome outcome) const
{
    for (const ReachedShare& step : curves[static_cast<std::size_t>(outcome)]) {
        if (step.share >= 0.5) {
            return step.bars;
        }
    }
    return 0;
}

Excess excessOf(const ZoneSample& sample, const ZoneSample& null, GapOutcome outcome)
{
    const ReachedShare a = sample.atHorizon(outcome);
    const ReachedShare b = null.atHorizon(outcome);
    return excess(a.share - b.share, a.variance + b.variance);
}

Excess forwardExcess(const ZoneSample& sample, const ZoneSample& null)
{
    return excess(sample.forward - null.forward, sample.forwardError * sample.forwardError
                                                     + null.forwardError * null.forwardError);
}

std::vector<FollowedZone> followGaps(std::span<const ClosedBar> bars, const GapStudySetup& setup)
{
    const std::vector<double> ranges = rangesOf(bars);
    const auto ticks = static_cast<double>((setup.tick * setup.minimumTicks).count());
    std::vector<FollowedZone> gaps;
    for (std::size_t row = 2; row < bars.size(); ++row) {
        const auto three = bars.subspan(row - 2, 3);
        const double atr = ranges[row - 2];
        const auto zone = gapBetween(three[0], three[2]);
        if (!zone || !(atr > 0.0) || !isWhole(three, setup)) {
            continue;
        }
        const auto height = static_cast<double>(zone->height().count());
        if (height < setup.minimumAtr * atr || height < ticks) {
            continue;
        }
        FollowedZone gap;
        gap.zone = *zone;
        gap.atr = atr;
        gap.distance =
            std::abs(static_cast<double>((three[2].close - zone->nearEdge()).count())) / atr;
        gap.knownAt = three[2].start + setup.timeframe;
        gap.displaced = isDisplaced(three, *zone, atr, setup);
        follow(gap, bars, row, setup);
        gaps.push_back(gap);
    }
    return gaps;
}

GapStudy studyGaps(std::span<const ClosedBar> bars, const GapStudySetup& setup)
{
    const auto displaced = [](const FollowedZone& zone) {
        return zone.displaced;
    };
    const auto notDisplaced = [](const FollowedZone& zone) {
        return !zone.displaced;
    };
    const auto any = [](const FollowedZone& /*zone*/) {
        return true;
    };
    const RandomSource chance{setup.seed};
    const std::vector<FollowedZone> gaps = followGaps(bars, setup);
    std::vector<FollowedZone> real;
    std::copy_if(gaps.begin(), gaps.end(), std::back_inserter(real), displaced);
    GapStudy study;
    study.gaps = sampleOf("gaps", gaps, displaced);
    study.undisplaced = sampleOf("without displacement", gaps, notDisplaced);
    study.randomZones =
        sampleOf("random zones", randomZones(real, bars, setup, chance.split(1)), any);
    if (bars.size() > 1) {
        const auto other = shuffled(bars, setup, chance.split(2));
        study.shuffled = sampleOf("shuffled blocks", followGaps(other, setup), displaced);
    }
    study.groups = groupsOf(gaps);
    return study;
}

} // namespace wick::core
