#pragma once

#include "core/base/result.h"
#include "core/engine/tradingcore.h"
#include "core/io/stores/sqlite.h"

#include <QString>

#include <atomic>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wick::session {

/// A place at which the journal and the replay do not agree.
struct ReplayDifference
{
    std::int64_t seq = 0;
    std::string what; ///< "session digest", "decision digest of engine 2", "chain"
    std::string journal;
    std::string replay;
};

struct ReplayReport
{
    std::int64_t session = 0;
    std::size_t inputs = 0;
    std::size_t checkpoints = 0; ///< compared
    std::string sessionDigest;
    std::vector<std::string> decisionDigests;
    std::vector<ReplayDifference> differences; ///< the first ones
    std::size_t trades = 0;
    core::Money equity;
    bool ended = false; ///< the session was closed in an orderly way
    bool cancelled = false;

    [[nodiscard]] bool agrees() const noexcept { return differences.empty(); }
};

struct ReplayRequest
{
    QString journal;                     ///< path of journal.db
    std::optional<std::int64_t> session; ///< none: the last one
    const std::atomic<bool>* cancel = nullptr;
    core::CoreListener* listener = nullptr;
    /// Called with the core after each of its inputs, answers included.
    std::function<void(const core::TradingCore&)> afterInput{};
    /// Called with the core and every market step, after the core has had it and before the
    /// answers.
    std::function<void(const core::TradingCore&, const core::MarketStep&)> onMarket{};
    /// Called with the core and the bars of each history.
    std::function<
        void(const core::TradingCore&, core::InstrumentId, std::span<const core::ClosedBar>)>
        onHistory{};
    /// Called with the core as the journal leaves it, before the report is returned.
    std::function<void(const core::TradingCore&)> atEnd{};
};

/// Plays a journal's inputs through core and engines again, inline, and compares hash chain and
/// digests at every checkpoint. The error is one sentence that names the file and what is wrong.
[[nodiscard]] core::Result<ReplayReport, std::string> replay(const ReplayRequest& request);

} // namespace wick::session
