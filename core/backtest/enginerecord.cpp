#include "core/backtest/enginerecord.h"

#include <algorithm>
#include <array>
#include <exception>
#include <iterator>

namespace wick::core {

namespace {

/// What an engine has been told before anything has happened to it.
const EngineRecord::Heard& nothingYet()
{
    static const EngineRecord::Heard nothing;
    return nothing;
}

bool sameState(const EngineRecord::Heard& heard, const Step& step) noexcept
{
    return heard.position == step.position && heard.working == step.working;
}

bool sameFills(const EngineRecord::Heard& heard, const Step& step) noexcept
{
    return std::equal(heard.fills.begin(), heard.fills.end(), step.fills.begin(), step.fills.end());
}

/// The points of a bar at which there are steps.
std::span<const BarPoint> pointsOf(bool walked) noexcept
{
    static constexpr std::array kPoints{BarPoint::Open, BarPoint::FirstExtreme,
                                        BarPoint::SecondExtreme, BarPoint::Close};
    return std::span{kPoints}.last(walked ? kPoints.size() : 1);
}

} // namespace

EngineSaid answerOf(StrategyEngine& engine, const Step& step)
{
    try {
        return {engine.step(step), false};
    } catch (const std::exception&) {
        return {{}, true};
    }
}

void EngineRecord::keep(Timestamp start, const StrategyEngine& engine)
{
    m_copies.push_back({start, m_heard.size(), m_answers.size(), engine});
}

void EngineRecord::hear(const Step& step, StepPlace at)
{
    if (!step.fills.empty() || !sameState(m_heard.empty() ? nothingYet() : m_heard.back(), step)) {
        m_heard.push_back(
            {at, {step.fills.begin(), step.fills.end()}, step.position, step.working});
    }
}

void EngineRecord::answer(StepPlace at, const EngineSaid& said)
{
    if (said.failed || !said.decision.empty()) {
        m_answers.push_back({at, said});
    }
}

const EngineRecord::Copy& EngineRecord::copyBefore(Timestamp start) const
{
    const auto after =
        std::upper_bound(m_copies.begin(), m_copies.end(), start,
                         [](Timestamp time, const Copy& copy) { return time < copy.start; });
    return *std::prev(after);
}

bool EngineRecord::walked(Timestamp start) const noexcept
{
    return std::binary_search(m_walked.begin(), m_walked.end(), start);
}

EngineSaid FollowingEngine::step(const Step& step, StepPlace at)
{
    const bool first = at.start != m_bar;
    const bool hole = at.start != m_bar + m_candles.series.columns.interval;
    if (first && m_real) {
        followAgain(at.start);
    }
    m_bar = at.start;
    // After a hole in the candles a bar closes late, at whatever step comes first: that must be the
    // one of the record. Elsewhere the steps before a close tell an engine nothing but its fills.
    const bool asWalked =
        !first || !hole || (at.point != BarPoint::Close) == m_record->walked(at.start);
    if (!m_real && asWalked && isTold(step, at)) {
        const auto& answers = m_record->answers();
        return m_answered < answers.size() && answers[m_answered].at == at
                   ? answers[m_answered++].said
                   : EngineSaid{};
    }
    if (!m_real) {
        becomeReal(at);
    }
    return ask(step);
}

/// Whether the recorded run told the engine the same, step by step up to and with this one.
bool FollowingEngine::isTold(const Step& step, StepPlace at)
{
    const auto& heard = m_record->heard();
    const auto& answers = m_record->answers();
    if ((m_heard < heard.size() && heard[m_heard].at < at)
        || (m_answered < answers.size() && answers[m_answered].at < at))
    {
        return false; // it was told, or said, something at a step that does not come
    }
    if (m_heard < heard.size() && heard[m_heard].at == at) {
        const EngineRecord::Heard& news = heard[m_heard++];
        return sameState(news, step) && sameFills(news, step);
    }
    return step.fills.empty() && sameState(m_heard == 0 ? nothingYet() : heard[m_heard - 1], step);
}

EngineSaid FollowingEngine::ask(const Step& step)
{
    ++m_asked;
    return answerOf(*m_real, step);
}

/// Goes back to the last copy and tells it what the record says it was told before this step.
void FollowingEngine::becomeReal(StepPlace at)
{
    const EngineRecord::Copy& copy = m_record->copyBefore(at.start);
    m_real.emplace(copy.engine);
    std::size_t next = copy.heard;
    const auto tell = [&](StepPlace place, Timestamp time, const MarketSlice* market) {
        const auto& heard = m_record->heard();
        Step step;
        step.time = time;
        step.market = market;
        if (next < heard.size() && heard[next].at == place) {
            step.fills = heard[next].fills;
            ++next;
        }
        if (next > 0) {
            step.position = heard[next - 1].position;
            step.working = heard[next - 1].working;
        }
        static_cast<void>(ask(step));
    };
    const Duration interval = m_candles.series.columns.interval;
    BarFeed feed{m_candles.instruments, {m_candles.series}, copy.start, at.start + interval};
    while (feed.next()) {
        MarketSlice& slice = feed.slices().front();
        const auto path = pathOf(*slice.bar, m_candles.path);
        for (const BarPoint point : pointsOf(m_record->walked(feed.start()))) {
            const StepPlace place{feed.start(), point};
            if (place >= at) {
                return;
            }
            slice.point = point;
            slice.price = path[static_cast<std::size_t>(point)];
            tell(place, place.time(interval), &slice);
        }
    }
}

/// Leaves the real engine when nothing tells it from the recorded one any more. All of an engine
/// but its memory comes from its market's bars alone, and those are the same.
void FollowingEngine::followAgain(Timestamp start)
{
    const EngineRecord::Copy& copy = m_record->copyBefore(start);
    if (copy.start > m_bar && copy.engine.memory().sameAs(m_real->memory())) {
        m_heard = copy.heard;
        m_answered = copy.answered;
        m_real.reset();
    }
}

} // namespace wick::core
