#pragma once

#include "core/base/result.h"
#include "core/engine/tradingcore.h"
#include "core/io/stores/accountdatabase.h"
#include "core/risk/riskstate.h"

#include <QElapsedTimer>
#include <QString>

#include <cstdint>
#include <optional>
#include <string>

namespace wick::session {

/// Which paper account a session is on.
enum class AccountChoice : std::uint8_t
{
    Continue, ///< the newest of the data folder; a new one while there is none
    New
};

/// Puts what was saved of the newest account into `setup`, for it to go on flat with its equity,
/// and returns its number; 0 for a new account, which the keeper begins. A state that cannot be
/// read makes the session block every entry (CoreSetup::riskLost). A file that cannot be read is an
/// error: the sentence names it.
[[nodiscard]] core::Result<std::int64_t, std::string>
continueAccount(const QString& file, AccountChoice choice, core::CoreSetup& setup);

/// Keeps the risk state of a session's account in account.db. Thread: that which made it.
class RiskKeeper final : public core::RiskStateSink
{
public:
    /// `account` is what continueAccount() returned.
    RiskKeeper(QString file, std::int64_t account);

    void save(const core::RiskState& state) override;
    /// At most once a second of wall time, however fast the market goes.
    void note(const core::RiskState& state) override;

    /// Why the state cannot be kept, for people; empty while it can.
    [[nodiscard]] const std::string& problem() const noexcept { return m_problem; }

private:
    [[nodiscard]] io::StoreResult<void> write(const std::string& text);

    QString m_file;
    std::int64_t m_account;
    std::optional<io::AccountDatabase> m_store;
    QElapsedTimer m_sinceSave;
    std::string m_problem;
};

} // namespace wick::session
