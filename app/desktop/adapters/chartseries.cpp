#include "app/desktop/adapters/chartseries.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/text/format.h"
#include "charts/paint/gaplayer.h"
#include "core/base/unreachable.h"

#include <QCoreApplication>

#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Chart)
};

core::GapParameters shownGaps(const core::Instrument& instrument, core::Duration timeframe)
{
    core::GapParameters parameters = core::gapParametersFor(timeframe);
    parameters.tick = instrument.tick();
    parameters.warmUp = core::GapWarmUp::FirstValue;
    // A chart shows every gap of size; what else a strategy asks of one is the strategy's matter.
    parameters.displacementAtr = 0.0;
    parameters.bodyShare = 0.0;
    return parameters;
}

QString nameOf(const core::Plot& plot)
{
    switch (plot.kind) {
    case core::PlotKind::Sma:
        return u"SMA %1"_s.arg(plot.period);
    case core::PlotKind::Ema:
        return u"EMA %1"_s.arg(plot.period);
    case core::PlotKind::Vwap:
        return u"VWAP"_s;
    }
    core::unreachable();
}

std::variant<core::Sma, core::Ema, core::Vwap> kernelOf(const core::Plot& plot,
                                                        core::TradingCalendar calendar)
{
    switch (plot.kind) {
    case core::PlotKind::Sma:
        return core::Sma{plot.period};
    case core::PlotKind::Ema:
        return core::Ema{plot.period};
    case core::PlotKind::Vwap:
        return core::Vwap{calendar};
    }
    core::unreachable();
}

charts::GapState stateOf(core::GapState state, core::GapKind kind)
{
    switch (state) {
    case core::GapState::Forming:
        return charts::GapState::Forming;
    case core::GapState::Open:
        return kind == core::GapKind::Inverse ? charts::GapState::Inverted : charts::GapState::Open;
    case core::GapState::Touched:
        return charts::GapState::Touched;
    case core::GapState::CeReached:
        return charts::GapState::MidlineReached;
    case core::GapState::Filled:
        return charts::GapState::Filled;
    case core::GapState::Invalidated:
    case core::GapState::Inverted:
        return charts::GapState::Invalidated;
    case core::GapState::Expired:
    case core::GapState::Merged:
    case core::GapState::Void:
        return charts::GapState::Expired;
    }
    core::unreachable();
}

/// Merged gaps are part of their parent, void ones never were.
bool isDrawn(const core::FairValueGap& gap)
{
    return gap.state() != core::GapState::Merged && gap.state() != core::GapState::Void;
}

charts::Direction directionOf(core::GapDirection direction)
{
    return direction == core::GapDirection::Bull ? charts::Direction::Up : charts::Direction::Down;
}

} // namespace

QString paneName(PaneKind kind)
{
    switch (kind) {
    case PaneKind::Rsi:
        return u"RSI 14"_s;
    case PaneKind::Adx:
        return u"ADX 14"_s;
    case PaneKind::Efficiency:
        return Words::tr("Efficiency 10");
    case PaneKind::VolumeScore:
        return Words::tr("Volume score 50");
    }
    core::unreachable();
}

ChartSeries::ChartSeries(const core::Instrument& instrument, const Setup& setup)
    : m_instrument(instrument)
    , m_calendar(instrument.calendar())
    , m_aggregator(setup.timeframe, setup.base)
    , m_gaps(shownGaps(instrument, setup.timeframe),
             setup.timeframe,
             m_calendar,
             {64, setup.retiredGaps, 16})
{
    for (const core::Plot& plot : setup.plots) {
        m_lines.push_back({plot, kernelOf(plot, m_calendar), {}});
    }
    for (const PaneKind kind : setup.panes) {
        switch (kind) {
        case PaneKind::Rsi:
            m_panes.push_back({kind, core::Rsi{14}, {}});
            break;
        case PaneKind::Adx:
            m_panes.push_back({kind, core::Adx{14}, {}});
            break;
        case PaneKind::Efficiency:
            m_panes.push_back({kind, core::KaufmanEfficiency{10}, {}});
            break;
        case PaneKind::VolumeScore:
            m_panes.push_back({kind, core::VolumeZScore{50}, {}});
            break;
        }
    }
}

charts::Candle ChartSeries::candleOf(const core::BarValues& bar, charts::BarState state) const
{
    return {core::toMilliseconds(bar.start),
            toDouble(bar.open),
            toDouble(bar.high),
            toDouble(bar.low),
            toDouble(bar.close),
            core::toDouble(bar.volume, m_instrument),
            state};
}

void ChartSeries::add(const core::ClosedBar& base)
{
    for (const core::ClosedBar& bar : m_aggregator.add(base)) {
        takeBar(bar);
    }
    m_lastBase = base.start;
}

void ChartSeries::noteHole(core::Timestamp next)
{
    if (m_candles.empty()) {
        return;
    }
    const core::Timestamp expected =
        core::fromMilliseconds(m_candles.back().timeMs) + m_aggregator.timeframe();
    if (expected < next && m_calendar.isOpen(expected)
        && m_calendar.isOpen(next - core::Duration{1})) {
        m_holes.push_back({core::toMilliseconds(expected), core::toMilliseconds(next)});
    }
}

double
ChartSeries::step(Line& line, core::Timestamp start, const core::BarPrices& prices, double volume)
{
    if (auto* sma = std::get_if<core::Sma>(&line.kernel)) {
        sma->update(prices.close);
        return sma->value();
    }
    if (auto* ema = std::get_if<core::Ema>(&line.kernel)) {
        ema->update(prices.close);
        return ema->value();
    }
    auto& vwap = std::get<core::Vwap>(line.kernel);
    vwap.update(start, prices, volume);
    return vwap.value();
}

std::vector<double> ChartSeries::lineValuesAhead(const charts::Candle& forming) const
{
    std::vector<double> values;
    for (const Line& line : m_lines) {
        Line ahead{line.plot, line.kernel, {}};
        values.push_back(step(ahead, core::fromMilliseconds(forming.timeMs),
                              {forming.high, forming.low, forming.close}, forming.volume));
    }
    return values;
}

double ChartSeries::step(Pane& pane, const core::BarPrices& prices, double volume)
{
    if (auto* adx = std::get_if<core::Adx>(&pane.kernel)) {
        adx->update(prices);
        return adx->value();
    }
    if (auto* rsi = std::get_if<core::Rsi>(&pane.kernel)) {
        rsi->update(prices.close);
        return rsi->value();
    }
    if (auto* efficiency = std::get_if<core::KaufmanEfficiency>(&pane.kernel)) {
        efficiency->update(prices.close);
        return efficiency->value();
    }
    auto& score = std::get<core::VolumeZScore>(pane.kernel);
    score.update(volume);
    return score.value();
}

std::vector<double> ChartSeries::paneValuesAhead(const charts::Candle& forming) const
{
    std::vector<double> values;
    for (const Pane& pane : m_panes) {
        Pane ahead{pane.kind, pane.kernel, {}};
        values.push_back(step(ahead, {forming.high, forming.low, forming.close}, forming.volume));
    }
    return values;
}

std::vector<double> ChartSeries::paneValuesAt(std::size_t candle) const
{
    std::vector<double> values;
    for (const Pane& pane : m_panes) {
        values.push_back(pane.values[candle]);
    }
    return values;
}

void ChartSeries::takeBar(const core::ClosedBar& bar)
{
    noteHole(bar.start);
    m_candles.push_back(candleOf(bar, bar.origin == core::BarOrigin::NoTrade
                                          ? charts::BarState::NoTrade
                                          : charts::BarState::Closed));
    const core::BarPrices prices = core::barPrices(bar, m_instrument);
    const double volume = core::toDouble(bar.volume, m_instrument);
    for (Line& line : m_lines) {
        line.values.push_back(step(line, bar.start, prices, volume));
    }
    for (Pane& pane : m_panes) {
        pane.values.push_back(step(pane, prices, volume));
    }
    m_gaps.onBar(bar);
    m_gapRevision += m_gaps.events().empty() ? 0 : 1;
}

std::optional<core::FormingBar>
ChartSeries::formingBar(const std::optional<core::FormingBar>& base) const
{
    core::BarAggregator ahead = m_aggregator; // a value: the real one does not move
    if (base.has_value()) {
        const core::BarValues& values = *base;
        const core::ClosedBar whole{values, core::BarOrigin::Traded};
        const auto closed = ahead.add(whole);
        if (!closed.empty()) {
            // The unfinished base bar is the last of its bucket: the bar is not over before it is.
            core::FormingBar bar;
            static_cast<core::BarValues&>(bar) = closed.back();
            return bar;
        }
    }
    const core::FormingBar* bar = ahead.forming();
    return bar == nullptr ? std::nullopt : std::optional{*bar};
}

std::optional<charts::Candle>
ChartSeries::forming(const std::optional<core::FormingBar>& base) const
{
    const auto bar = formingBar(base);
    return bar.has_value() ? std::optional{candleOf(*bar, charts::BarState::Forming)}
                           : std::nullopt;
}

std::vector<charts::IndicatorLine> ChartSeries::lines() const
{
    std::vector<charts::IndicatorLine> lines;
    charts::LineRole next = charts::LineRole::Line1;
    for (const Line& line : m_lines) {
        charts::IndicatorLine shown;
        shown.name = nameOf(line.plot);
        shown.values = line.values;
        if (line.plot.kind == core::PlotKind::Vwap) {
            shown.role = charts::LineRole::Line3;
            shown.style = charts::LineStyle::Dashed;
        } else {
            shown.role = next;
            next = charts::LineRole::Line2;
        }
        lines.push_back(std::move(shown));
    }
    return lines;
}

std::vector<charts::IndicatorPane> ChartSeries::panes() const
{
    std::vector<charts::IndicatorPane> panes;
    for (const Pane& pane : m_panes) {
        charts::IndicatorPane shown;
        shown.name = paneName(pane.kind);
        charts::IndicatorLine line;
        line.name = shown.name;
        line.values = pane.values;
        shown.lines = {std::move(line)};
        switch (pane.kind) {
        case PaneKind::Rsi:
            shown.thresholds = {70.0, 30.0};
            break;
        case PaneKind::Adx:
            shown.thresholds = {22.0}; // below it there is no trend
            break;
        case PaneKind::Efficiency:
            shown.thresholds = {0.5};
            shown.decimals = 2;
            break;
        case PaneKind::VolumeScore:
            shown.thresholds = {0.0, 2.0};
            break;
        }
        panes.push_back(std::move(shown));
    }
    return panes;
}

std::vector<double> ChartSeries::lineValuesAt(std::size_t candle) const
{
    std::vector<double> values;
    for (const Line& line : m_lines) {
        values.push_back(line.values[candle]);
    }
    return values;
}

/// What happened to a gap: when, what, at which price.
QStringList ChartSeries::historyOf(const core::FairValueGap& gap) const
{
    QStringList lines;
    for (const core::GapChange& change : gap.changes()) {
        lines.append(Words::tr("%1 UTC  %2 at %3")
                         .arg(dayAndClockText(core::toMilliseconds(change.barStart)),
                              charts::gapStateWord(stateOf(change.state, gap.origin().kind)),
                              number(fixedOf(change.price, m_instrument))));
    }
    return lines;
}

charts::GapBox ChartSeries::boxOf(const core::FairValueGap& gap) const
{
    const core::GapOrigin& origin = gap.origin();
    charts::GapBox box;
    box.id = QString::number(gap.id().count());
    box.direction = directionOf(gap.direction());
    box.state = stateOf(gap.state(), gap.origin().kind);
    box.top = toDouble(gap.zone().top);
    box.bottom = toDouble(gap.zone().bottom);
    box.fromMs = core::toMilliseconds(origin.barStart);
    if (gap.penetration().count() > 0) {
        const double depth = core::toDouble(gap.penetration(), m_instrument);
        box.deepest =
            gap.direction() == core::GapDirection::Bull ? box.top - depth : box.bottom + depth;
    }
    if (!gap.live() || gap.state() == core::GapState::Filled) {
        const auto& changes = gap.changes();
        box.toMs = changes.empty() ? box.fromMs : core::toMilliseconds(changes.back().barStart);
    }
    if (origin.atr > 0.0) {
        box.sizeInAtr = static_cast<double>(gap.zone().height().count()) / origin.atr;
    }
    box.tooltip = {Words::tr("Known since %1 UTC, %2 bars old")
                       .arg(dayAndClockText(core::toMilliseconds(origin.knownAt)))
                       .arg(gap.age()),
                   Words::tr("Visits %1 of %2").arg(gap.visits()).arg(origin.maxVisits)};
    box.history = historyOf(gap);
    return box;
}

std::vector<charts::GapBox>
ChartSeries::gaps(const std::optional<core::FormingBar>& formingBase) const
{
    std::vector<charts::GapBox> boxes;
    const auto& retired = m_gaps.retired();
    for (std::size_t i = 0; i < retired.size(); ++i) {
        if (isDrawn(retired[i])) {
            boxes.push_back(boxOf(retired[i]));
        }
    }
    for (const core::FairValueGap& gap : m_gaps.live()) {
        boxes.push_back(boxOf(gap));
    }
    if (const auto third = formingBar(formingBase)) {
        if (const auto zone = m_gaps.forming(*third)) {
            charts::GapBox box;
            box.id = u"forming"_s;
            box.direction = directionOf(zone->direction);
            box.state = charts::GapState::Forming;
            box.top = toDouble(zone->top);
            box.bottom = toDouble(zone->bottom);
            box.fromMs = core::toMilliseconds(third->start);
            boxes.push_back(std::move(box));
        }
    }
    return boxes;
}

std::vector<charts::GapBox> ChartSeries::gapsAt(core::Timestamp entry, core::Timestamp exit) const
{
    const core::Timestamp bar = core::floorTo(entry, m_aggregator.timeframe());
    std::vector<charts::GapBox> boxes;
    const auto add = [&](const core::FairValueGap& gap) {
        if (auto box = boxBefore(gap, bar, exit)) {
            boxes.push_back(std::move(*box));
        }
    };
    const auto& retired = m_gaps.retired();
    for (std::size_t i = 0; i < retired.size(); ++i) {
        add(retired[i]);
    }
    for (const core::FairValueGap& gap : m_gaps.live()) {
        add(gap);
    }
    return boxes;
}

/// The gap as it stood when `bar` began; none when it was not known yet, had ended, or was merged.
std::optional<charts::GapBox> ChartSeries::boxBefore(const core::FairValueGap& gap,
                                                     core::Timestamp bar,
                                                     core::Timestamp exit) const
{
    const core::GapChange* last = nullptr;
    for (const core::GapChange& change : gap.changes()) {
        last = change.barStart < bar ? &change : last;
    }
    const bool lives = last != nullptr && gap.origin().knownAt <= bar
                       && last->state >= core::GapState::Open
                       && last->state < core::GapState::Filled;
    if (!lives) {
        return std::nullopt;
    }
    charts::GapBox box = boxOf(gap);
    box.state = stateOf(last->state, gap.origin().kind);
    box.deepest = last->state == core::GapState::Open ? charts::kMissing : toDouble(last->price);
    box.toMs = core::toMilliseconds(std::max(exit, bar));
    return box;
}

} // namespace wick::desktop
