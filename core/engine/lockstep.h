#pragma once

#include "core/engine/step.h"

#include <algorithm>
#include <span>
#include <vector>

namespace wick::core {

/// Collects the answers to one step, whatever the order they come in, and hands them out sorted by
/// engine: the reason why any number of threads gives the same result. An engine that is given up
/// is no longer waited for, and what it still says is not heard.
class Lockstep
{
public:
    explicit Lockstep(std::size_t engines)
        : m_state(engines, State::Idle)
    {
        m_answers.reserve(engines);
    }

    /// A step was handed to the engines that are not given up. Returns how many will answer.
    std::size_t begin(Sequence seq)
    {
        m_seq = seq;
        m_answers.clear();
        m_missing = 0;
        for (auto& state : m_state) {
            if (state != State::GivenUp) {
                state = State::Asked;
                ++m_missing;
            }
        }
        return m_missing;
    }

    /// Takes an answer. One to another step, a second one, or one of an engine given up is dropped.
    void take(Answer answer)
    {
        State& state = m_state[answer.engine.count()];
        if (state != State::Asked || answer.seq != m_seq) {
            return;
        }
        state = State::Idle;
        --m_missing;
        const auto place = std::upper_bound(
            m_answers.begin(), m_answers.end(), answer.engine,
            [](EngineId engine, const Answer& other) { return engine < other.engine; });
        m_answers.insert(place, std::move(answer));
    }

    void giveUp(EngineId engine)
    {
        State& state = m_state[engine.count()];
        m_missing -= state == State::Asked ? 1 : 0;
        state = State::GivenUp;
    }

    [[nodiscard]] bool complete() const noexcept { return m_missing == 0; }
    [[nodiscard]] bool waitsFor(EngineId engine) const noexcept
    {
        return m_state[engine.count()] == State::Asked;
    }
    [[nodiscard]] bool givenUp(EngineId engine) const noexcept
    {
        return m_state[engine.count()] == State::GivenUp;
    }
    /// In order of engine.
    [[nodiscard]] std::span<const Answer> answers() const noexcept { return m_answers; }

private:
    enum class State : std::uint8_t
    {
        Idle,
        Asked,
        GivenUp
    };

    Sequence m_seq;
    std::vector<State> m_state;
    std::vector<Answer> m_answers;
    std::size_t m_missing = 0;
};

} // namespace wick::core
