#pragma once

#include "core/io/stores/sqlite.h"
#include "core/risk/risklimits.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wick::io {

/// One saved version of the risk limits: who changed what, when and why.
struct LimitsVersion
{
    /// A limit this version changed, as the command line writes it.
    struct Change
    {
        QString key;
        QString before;
        QString value;
    };

    std::int64_t number = 0; ///< counted from 1
    std::int64_t savedMs = 0;
    QString who;
    QString why;
    std::vector<Change> changes; ///< by key
};

/// Which parameters: those of one strategy on one market.
struct ParametersOf
{
    std::string strategy; ///< "momentum"
    std::string market;   ///< base: "ETH"
};

/// Parameters over a strategy's defaults, by name.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// What a person wrote about one trade.
struct TradeNote
{
    QString tags; ///< words between spaces
    QString note;

    friend bool operator==(const TradeNote&, const TradeNote&) = default;
};

/// The settings that matter for money, in settings.db: versioned rows that are only added, so that
/// every change can be told with its reason; and notes on trades. Thread: that which opened it.
class SettingsDatabase
{
public:
    /// A version with its limits.
    struct Stored
    {
        LimitsVersion version;
        core::RiskLimits limits;
    };

    /// Opens or makes the file. Errors: those of SqliteStore::open().
    [[nodiscard]] static StoreResult<SettingsDatabase> open(const QString& path);

    /// The newest version; none in a new file. Errors: Corrupt, when a stored key or value cannot
    /// be used: it is named.
    [[nodiscard]] StoreResult<std::optional<Stored>> newestLimits();
    /// Newest first.
    [[nodiscard]] StoreResult<std::vector<LimitsVersion>> limitsVersions(int most);
    /// Adds `limits` as the next version; `before` are those it replaces.
    [[nodiscard]] StoreResult<LimitsVersion> saveLimits(const core::RiskLimits& limits,
                                                        const core::RiskLimits& before,
                                                        std::int64_t savedMs,
                                                        const QString& who,
                                                        const QString& why);

    /// Those saved last; none when nobody ever changed them.
    [[nodiscard]] StoreResult<std::optional<Parameters>> newestParameters(const ParametersOf& of);
    /// Adds them as the next version and returns its number; no parameters: back to the defaults.
    [[nodiscard]] StoreResult<std::int64_t> saveParameters(const ParametersOf& of,
                                                           const Parameters& parameters,
                                                           std::int64_t savedMs,
                                                           const QString& who,
                                                           const QString& why);

    /// Notes on the trades of one run, by number.
    [[nodiscard]] StoreResult<std::vector<std::pair<std::int64_t, TradeNote>>>
    tradeNotes(const QString& run);
    /// Keeps a note in place of the one before; an empty one takes it away.
    [[nodiscard]] StoreResult<void> saveTradeNote(const QString& run,
                                                  std::int64_t trade,
                                                  const TradeNote& note,
                                                  std::int64_t savedMs);

private:
    explicit SettingsDatabase(std::unique_ptr<SqliteStore> store) noexcept;

    [[nodiscard]] StoreResult<std::int64_t> nextNumber(const QString& table);
    [[nodiscard]] StoreResult<void> addValues(LimitsVersion& version,
                                              const core::RiskLimits& limits,
                                              const core::RiskLimits& before);

    std::unique_ptr<SqliteStore> m_store;
};

} // namespace wick::io
