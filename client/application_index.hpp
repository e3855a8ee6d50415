#pragma once
// What lists and events say of applications, put together. Pure.

#include <argocdpp/proto/application.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp {

class application_index {
  public:
    enum class news { none, seen, gone };

    void list_begun() { ++round_; }
    /// Whether this item of the list is the latest that is known.
    bool on_item(const proto::application& app);
    /// What the list did not have: it is gone.
    std::vector<std::string> list_ended();
    news on_event(std::string_view type, const proto::application& app);

  private:
    struct entry {
        std::string uid;
        std::string version;
        bool is_gone = false; ///< kept until a list that was begun before has ended
        int listed_in = 0;    ///< the last list that had it
        int told_in = 0;      ///< the list after whose beginning the last event came
    };

    static entry entry_of(const proto::application& app);
    /// Whether a later state of the same application is known.
    static bool is_outdated(const entry& known, const proto::application& app);

    std::map<std::string, entry> entries_; ///< by qualified name
    int round_ = 0;
};

} // namespace argocdpp
