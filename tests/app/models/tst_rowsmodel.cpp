#include "app/desktop/models/tablemodel.h"
#include "tests/support/testregistry.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <rapidcheck.h>

#include <set>

using namespace wick::desktop;
using namespace Qt::StringLiterals;

namespace {

struct Item
{
    int key = 0;
    int value = 0;

    friend bool operator==(const Item&, const Item&) = default;
};

Cell cellOf(int number)
{
    Cell cell;
    cell.text = QString::number(number);
    cell.sort = number;
    return cell;
}

std::vector<Column<Item>> itemColumns()
{
    ColumnInfo key;
    key.id = u"key"_s;
    ColumnInfo value;
    value.id = u"value"_s;
    return {{key,
             [](const Item& item) {
                 return cellOf(item.key);
             }},
            {value, [](const Item& item) {
                 return cellOf(item.value);
             }}};
}

class ItemsModel final : public RowsModel<Item, int>
{
public:
    ItemsModel()
        : RowsModel(
            itemColumns(),
            [](const Item& item) { return item.key; },
            1,
            nullptr)
    {}
};

std::vector<Item> someItems()
{
    const auto keys = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20));
    std::set<int> seen;
    std::vector<Item> items;
    for (const int key : keys) {
        if (seen.insert(key).second) {
            items.push_back({key, *rc::gen::inRange(0, 5)});
        }
    }
    return items;
}

} // namespace

class RowsModelTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anyRowsFollowAnyOthers();
    void aChangedValueIsOneChangedRow();
    void aPersistentIndexFollowsItsKey();
    void nothingIsSaidWhenNothingChanged();
    void appendedRowsAreInsertedAtTheEnd();
};

void RowsModelTest::anyRowsFollowAnyOthers()
{
    const bool held = rc::check("a model shows the last rows it was given", [] {
        ItemsModel model;
        const QAbstractItemModelTester tester{
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal};
        for (int step = 0; step < 4; ++step) {
            const auto wanted = someItems();
            model.setRows(wanted);
            RC_ASSERT(model.rows() == wanted);
        }
    });
    QVERIFY(held);
}

void RowsModelTest::aChangedValueIsOneChangedRow()
{
    ItemsModel model;
    model.setRows({{1, 10}, {2, 20}, {3, 30}});
    const QSignalSpy changed{&model, &QAbstractItemModel::dataChanged};
    const QSignalSpy reset{&model, &QAbstractItemModel::modelReset};
    model.setRows({{1, 10}, {2, 21}, {3, 30}});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(reset.count(), 0);
}

void RowsModelTest::aPersistentIndexFollowsItsKey()
{
    ItemsModel model;
    model.setRows({{1, 10}, {2, 20}, {3, 30}});
    const QPersistentModelIndex third{model.index(2, 0)};
    model.setRows({{3, 31}, {4, 40}, {2, 20}});
    QVERIFY(third.isValid());
    QCOMPARE(third.row(), 0);
    QCOMPARE(third.data(KeyRole).toInt(), 3);
}

void RowsModelTest::nothingIsSaidWhenNothingChanged()
{
    ItemsModel model;
    model.setRows({{1, 10}, {2, 20}});
    const QSignalSpy changed{&model, &QAbstractItemModel::dataChanged};
    const QSignalSpy inserted{&model, &QAbstractItemModel::rowsInserted};
    model.setRows({{1, 10}, {2, 20}});
    QCOMPARE(changed.count() + inserted.count(), 0);
}

void RowsModelTest::appendedRowsAreInsertedAtTheEnd()
{
    ItemsModel model;
    model.setRows({{1, 10}});
    const QSignalSpy inserted{&model, &QAbstractItemModel::rowsInserted};
    model.append({{2, 20}, {3, 30}});
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 1);
    QCOMPARE(inserted.first().at(2).toInt(), 2);
    model.removeFirst(2);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.keyAt(0), 3);
}

WICK_TEST(RowsModelTest)
#include "tst_rowsmodel.moc"
