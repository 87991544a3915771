#pragma once

#include "app/session/datafolder.h"
#include "app/session/tradingworker.h"
#include "core/base/clock.h"
#include "core/io/workerthread.h"

#include <QObject>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wick::session {

/// A running session: owns the trading core's thread and everything on it, in the order in which
/// they must end. Two front ends sit on it: the desktop and the command line. Thread: lives where
/// it was made; its calls are queued to the core and return at once.
class Session final : public io::Receiver
{
    Q_OBJECT

public:
    explicit Session(WorkerSetup setup, QObject* parent = nullptr);
    ~Session() override;

    void start();
    void submit(const core::Command& command);
    void setSpeed(Speed speed);
    void setMarketPaused(bool paused);
    /// Asks it to end; finished() follows. The destructor waits for it.
    void stop();

    /// The newest state; null only before start() has run.
    [[nodiscard]] std::shared_ptr<const Snapshot> latest() const { return m_worker->latest(); }
    [[nodiscard]] TradingWorker& worker() noexcept { return *m_worker; }

Q_SIGNALS:
    void finished(bool clean);

private:
    core::SystemClock m_wall;
    io::WorkerThread m_thread;
    TradingWorker* m_worker; ///< owned by its thread
};

/// One engine as a person asks for it.
struct EngineRequest
{
    std::string strategy;
    std::string market;                      ///< base or symbol: "ETH", "ETH-PERP"
    std::optional<core::Duration> timeframe; ///< none: what the strategy declares
    std::vector<std::pair<std::string, std::string>> parameters; ///< over the defaults
};

/// The fleet of a fresh installation: momentum on ETH and BTC, gap retest on gold.
[[nodiscard]] std::vector<EngineRequest> standardFleet();

/// The practice market as the source of a session. `seed` and `start` decide everything the market
/// does.
struct PracticeRequest
{
    std::vector<EngineRequest> engines; ///< none: standardFleet()
    std::uint64_t seed = 0;             ///< 0: the default seed
    core::Money balance = core::usdc(100'000);
    core::RiskLimits limits;
    Speed speed = Speed::Sixty;
    std::optional<core::Duration> runFor;
    std::optional<core::Duration> holdAfter; ///< the market pauses by itself then, to the step
};

/// Errors: a strategy or market is not known, a parameter is wrong, or an instrument file is
/// broken; the text names it.
[[nodiscard]] core::Result<WorkerSetup, std::string>
practiceSession(const PracticeRequest& request);

/// The command that gives an engine other parameters, over the defaults of its strategy. The error
/// names the parameter that is wrong.
[[nodiscard]] core::Result<core::Command, std::string>
tuneCommand(core::EngineId engine,
            const std::string& strategy,
            const std::vector<std::pair<std::string, std::string>>& parameters);

/// Lets the session keep its journal, its event log and its account in `folder`, watch the kill
/// file there and listen on its control socket; a session that cannot listen does not begin.
/// `version` is that of the program, for the journal's record. Returns what a person should know of
/// the account, in one sentence. Errors: what is kept of the account cannot be read; the sentence
/// names the file.
[[nodiscard]] core::Result<std::string, std::string>
keepIn(const DataFolder& folder, const QString& version, AccountChoice account, WorkerSetup& setup);

} // namespace wick::session
