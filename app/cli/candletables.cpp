#include "app/cli/candletables.h"

#include "core/base/decimal.h"
#include "core/indicators/gaplisting.h"
#include "core/indicators/gapstudy.h"
#include "core/indicators/indicatortable.h"
#include "core/market/baraggregator.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace wick::cli {

namespace {

/// The longest plain text of a double: 1.8e308 has 309 digits, 5e-324 needs 1,076 places.
constexpr std::size_t kLongestDouble = 1'100;

void add(std::string& row, std::int64_t value)
{
    row += ',';
    row += std::to_string(value);
}

/// Empty where it is undefined.
void add(std::string& row, double value)
{
    row += ',';
    if (std::isnan(value)) {
        return;
    }
    std::array<char, kLongestDouble> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    row.append(text.data(), end.ptr);
}

void add(std::string& row, const std::optional<std::int64_t>& index)
{
    row += ',';
    if (index) {
        row += std::to_string(*index);
    }
}

void addScaled(std::string& row, std::int64_t scaled, int decimals)
{
    row += ',';
    row += core::shortestText(scaled, decimals);
}

double scaleOf(int decimals)
{
    return static_cast<double>(core::powerOfTen(decimals));
}

} // namespace

TimeframeBars barsOf(const core::CandleColumns& columns, core::Duration timeframe)
{
    TimeframeBars built{{}, timeframe, {columns.priceDecimals, columns.volumeDecimals}, false};
    core::BarAggregator aggregator{timeframe, columns.interval};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const core::ClosedBar base = columns.bar(i);
        for (const core::ClosedBar& bar : aggregator.add(base)) {
            built.bars.push_back(bar);
        }
    }
    built.unfinished = aggregator.forming() != nullptr;
    return built;
}

std::string indicatorCsv(const TimeframeBars& bars)
{
    std::string text = "time,open,high,low,close,volume,ema20,tr,atr14,rsi14,plus_di14,"
                       "minus_di14,adx14,vwap_utc\n";
    core::IndicatorTable table{scaleOf(bars.scale.price), scaleOf(bars.scale.volume)};
    for (const core::ClosedBar& bar : bars.bars) {
        const core::IndicatorRow row = table.update(bar);
        text += std::to_string(core::toMilliseconds(bar.start));
        for (const core::Price price : {bar.open, bar.high, bar.low, bar.close}) {
            addScaled(text, price.count(), bars.scale.price);
        }
        addScaled(text, bar.volume.count(), bars.scale.volume);
        for (const double value : {row.ema20, row.trueRange, row.atr14, row.rsi14, row.plusDi14,
                                   row.minusDi14, row.adx14, row.vwapUtc})
        {
            add(text, value);
        }
        text += '\n';
    }
    return text;
}

std::string gapCsv(const TimeframeBars& bars)
{
    std::string text = "i,time,direction,bottom,top,size,atr_a,atr_c,contiguous,touch_i,ce_i,"
                       "fill_i,close_through_i\n";
    const double scale = scaleOf(bars.scale.price);
    for (const core::GapListing& gap : core::listGaps(bars.bars, bars.timeframe)) {
        text += std::to_string(gap.index);
        add(text, core::toMilliseconds(gap.time));
        text += ',';
        text += core::name(gap.zone.direction);
        addScaled(text, gap.zone.bottom.count(), bars.scale.price);
        addScaled(text, gap.zone.top.count(), bars.scale.price);
        addScaled(text, gap.zone.height().count(), bars.scale.price);
        add(text, gap.atrFirst / scale);
        add(text, gap.atrThird / scale);
        text += gap.contiguous ? ",1" : ",0";
        add(text, gap.touched);
        add(text, gap.ceReached);
        add(text, gap.filled);
        add(text, gap.closedThrough);
        text += '\n';
    }
    return text;
}

std::string gapStudyCsv(const TimeframeBars& bars, const GapStudyChoice& choice)
{
    core::GapStudySetup setup;
    setup.timeframe = bars.timeframe;
    setup.calendar = core::TradingCalendar{choice.calendar};
    setup.seed = choice.seed;
    const core::GapStudy study = core::studyGaps(bars.bars, setup);
    std::string text = "sample,outcome,zones,share,low,high,median_bars,excess,excess_low,"
                       "excess_high,forward_atr,forward_excess,forward_low,forward_high\n";
    const auto addSample = [&](const core::ZoneSample& sample, bool isNull) {
        for (const core::GapOutcome outcome : core::kGapOutcomes) {
            const core::ReachedShare at = sample.atHorizon(outcome);
            text += sample.name;
            text += ',';
            text += core::name(outcome);
            add(text, static_cast<std::int64_t>(sample.zones));
            add(text, at.share);
            add(text, at.low);
            add(text, at.high);
            const std::int32_t median = sample.median(outcome);
            add(text, median == 0 ? std::nullopt : std::optional<std::int64_t>{median});
            const core::Excess excess = core::excessOf(study.gaps, sample, outcome);
            const core::Excess forward = core::forwardExcess(study.gaps, sample);
            const auto addNull = [&](double value) {
                add(text, isNull ? value : core::kUndefined);
            };
            addNull(excess.value);
            addNull(excess.low);
            addNull(excess.high);
            add(text, sample.touched == 0 ? core::kUndefined : sample.forward);
            addNull(forward.value);
            addNull(forward.low);
            addNull(forward.high);
            text += '\n';
        }
    };
    addSample(study.gaps, false);
    for (const core::ZoneSample* null : {&study.randomZones, &study.shuffled, &study.undisplaced}) {
        addSample(*null, true);
    }
    for (const core::ZoneSample& group : study.groups) {
        addSample(group, false);
    }
    return text;
}

} // namespace wick::cli
