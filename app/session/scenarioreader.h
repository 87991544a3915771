#pragma once

#include "app/session/scenario.h"
#include "app/session/scenariowords.h"
#include "core/io/instrumentfile.h"

#include <deque>
#include <memory>
#include <utility>

namespace wick::session {

constexpr std::size_t kMostScenarioSteps = 2'000'000; ///< ranges written out

/// Reads a file line by line into one scenario. What each word means: scenarioparser.cpp before the
/// first 'at', scenariolines.cpp from there on.
class ScenarioReader
{
public:
    core::Result<Scenario, ScenarioError> read(std::string_view text);

private:
    void readLine(Words& words, std::string_view text);
    void readSetup(Words& words);
    void readStart(Words& words);
    void readMarket(Words& words);
    void readEngine(Words& words);

    void readTimed(Words& words, std::string_view text);
    [[nodiscard]] core::Timestamp momentOf(Words& words) const;
    void readWhat(Words& words);
    void readPrice(Words& words);
    void readBook(Words& words);
    void readIntent(Words& words);
    void readExit(Words& words);
    void readMoveStop(Words& words);
    void readCancel(Words& words);
    void readTransfer(Words& words);
    void readClock(Words& words);
    void readRestart(Words& words);
    void readOperator(Words& words);
    void readRelease(Words& words, core::Command& command);
    void readVenue(Words& words);
    void readFault(Words& words);
    void readExpect(Words& words);
    void readRule(Words& words);
    void readHalt(Words& words, bool inForce);
    void readEvent(Words& words, std::optional<std::int64_t> times);

    void setLimit(Words& words, core::RiskLimits& limits);
    template <typename What>
    void add(What what)
    {
        addAt(m_now, std::move(what));
    }
    template <typename What>
    void addAt(core::Timestamp at, What what)
    {
        m_scenario.lines.push_back({m_line, at, m_text, std::move(what)});
    }

    [[nodiscard]] std::optional<core::InstrumentId> findMarket(std::string_view name) const;
    core::InstrumentId market(Words& words);
    core::EngineId engine(Words& words);
    [[nodiscard]] std::optional<core::EngineId> maybeEngine(Words& words);
    [[nodiscard]] const core::Instrument& instrumentOf(core::EngineId engine) const
    {
        const core::CoreSetup& setup = m_scenario.setup;
        return setup.instruments[setup.engines[engine.count()].instrument.count()];
    }
    // Numbers within what a market and an account can be, so that no sum of them overflows.
    static core::Money amount(Words& words);
    static core::Price
    price(Words& words, const core::Instrument& instrument, std::string_view what);
    static core::Quantity
    quantity(Words& words, const core::Instrument& instrument, std::string_view what);
    /// Text that lives as long as the scenario.
    core::Reason reason(std::string_view token, std::string_view sentence);

    Scenario m_scenario;
    std::shared_ptr<std::deque<std::string>> m_words = std::make_shared<std::deque<std::string>>();
    std::vector<io::InstrumentSpec> m_specs = io::builtInInstruments();
    int m_line = 0;
    std::string m_text;
    bool m_timed = false;
    core::Timestamp m_now;    ///< of the line
    core::Timestamp m_last;   ///< to which the line before has come
    core::Duration m_shift{}; ///< of all clock lines
};

} // namespace wick::session
