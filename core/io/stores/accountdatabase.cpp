#include "core/io/stores/accountdatabase.h"

#include <utility>

namespace wick::io {

using core::Failure;

namespace {

constexpr std::uint32_t kApplicationId = 0x57434b41; // "WCKA"

/// Trading waits for a save: a stranger who holds the file is reported rather than waited for.
constexpr int kBusyMs = 250;

[[nodiscard]] StoreSpec accountSpec()
{
    return {QStringLiteral("account"), QStringLiteral(":/sql/account"), kApplicationId,
            Durability::Full, kBusyMs};
}

} // namespace

AccountDatabase::AccountDatabase(std::unique_ptr<SqliteStore> store) noexcept
    : m_store(std::move(store))
{}

StoreResult<AccountDatabase> AccountDatabase::open(const QString& path)
{
    auto store = SqliteStore::open(path, accountSpec());
    if (!store) {
        return Failure{std::move(store).error()};
    }
    return AccountDatabase{std::move(*store)};
}

StoreResult<std::optional<AccountDatabase::Kept>> AccountDatabase::newest()
{
    auto row = m_store->run(QStringLiteral(
        "SELECT account, saved_ms, state FROM risk_state ORDER BY account DESC LIMIT 1"));
    if (!row) {
        return Failure{std::move(row).error()};
    }
    if (!row->next()) {
        return std::optional<Kept>{};
    }
    return std::optional{Kept{row->integer(0), row->integer(1), row->text(2).toStdString()}};
}

StoreResult<std::int64_t> AccountDatabase::begin(std::int64_t nowMs, const std::string& state)
{
    return m_store->inTransaction([&]() -> StoreResult<std::int64_t> {
        auto number =
            m_store->run(QStringLiteral("SELECT coalesce(max(number), 0) + 1 FROM account"));
        if (!number) {
            return Failure{std::move(number).error()};
        }
        static_cast<void>(number->next()); // an aggregate always has its row
        const std::int64_t account = number->integer(0);
        number->finish();
        auto added =
            m_store->run(QStringLiteral("INSERT INTO account (number, opened_ms) VALUES (?, ?)"),
                         account, nowMs);
        if (!added) {
            return Failure{std::move(added).error()};
        }
        if (auto saved = save(account, nowMs, state); !saved) {
            return Failure{std::move(saved).error()};
        }
        return account;
    });
}

StoreResult<void>
AccountDatabase::save(std::int64_t account, std::int64_t nowMs, const std::string& state)
{
    auto done = m_store->run(
        QStringLiteral("INSERT INTO risk_state (account, saved_ms, state) VALUES (?, ?, ?) "
                       "ON CONFLICT (account) DO UPDATE SET saved_ms = excluded.saved_ms, "
                       "state = excluded.state"),
        account, nowMs, state);
    if (!done) {
        return Failure{std::move(done).error()};
    }
    return {};
}

} // namespace wick::io
