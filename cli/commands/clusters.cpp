// argocdpp cluster list, get, rm, rotate-auth: the clusters that Argo CD deploys to.

#include "../commands.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../questions.hpp"
#include "../views/cluster_rows.hpp"

#include <argocdpp/clusters.hpp>

namespace argocdpp::cli {
namespace {

struct list_options {
    std::string output = "wide";
};

struct get_options {
    std::string output = "yaml";
};

template<class Options>
void describe_output(flag_set& flags, Options& given) {
    flags
        .add(given.output, "output", 'o',
             "one of wide, server, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide server json yaml jsonpath= custom-columns=");
}

std::string servers_of(const std::vector<proto::cluster>& clusters) {
    std::string text;
    for (const auto& each : clusters)
        text += each.server + "\n";
    return text;
}

task<exit_code> list(invocation& call, list_options given) {
    const auto found = co_await call.server().destinations().list();
    if (is_document_format(given.output)) {
        call.streams().out(list_document(found, given.output));
    } else if (given.output == "server") {
        call.streams().out(servers_of(found));
    } else {
        check_wide(given.output);
        call.streams().out(cluster_table(found));
    }
    co_return exit_code::success;
}

task<exit_code> get(invocation& call, get_options given) {
    if (call.arguments().empty())
        throw show_help();
    std::vector<proto::cluster> found;
    for (const auto& name : call.arguments()) {
        cluster_ref cluster{name};
        found.push_back(co_await call.server().destinations().get(std::move(cluster)));
    }
    if (is_document_format(given.output)) {
        call.streams().out(found.size() == 1
                               ? document_text(proto::encode(found.front()), given.output)
                               : list_document(found, given.output));
    } else if (given.output == "server") {
        call.streams().out(servers_of(found));
    } else {
        check_wide(given.output);
        for (const auto& each : found)
            call.streams().out(cluster_details(each));
    }
    co_return exit_code::success;
}

struct removal {
    bool yes = false;
};

void describe_removal(flag_set& flags, removal& given) {
    flags.add(given.yes, "yes", 'y', "remove without asking");
}

/// Asked whatever --prompts-enabled says. "All" is an answer only where there are several; to one
/// cluster it is a no, as with the official CLI.
consent asked_about(invocation& call, const std::string& name) {
    const bool is_one = call.arguments().size() == 1;
    const std::string question =
        "Are you sure you want to remove '" + name +
        "'? Any Apps deploying to this cluster will go to health status Unknown.";
    const auto answer = ask_to_proceed_with_all(
        call.streams(),
        question + (is_one ? "[y/n] "
                           : "[y/n/A] where 'A' is to remove all specified clusters without "
                             "prompting. Any Apps deploying to these clusters will go to health "
                             "status Unknown. "),
        "-y");
    return is_one && answer == consent::all ? consent::no : answer;
}

task<void> remove_one(invocation& call, const std::string& name) {
    cluster_ref cluster{name};
    // Asked for first, as there: what is not there is refused in these words.
    co_await call.server().destinations().get(cluster);
    co_await call.server().destinations().remove(std::move(cluster));
    call.streams().out("Cluster '" + name + "' removed\n");
}

task<exit_code> remove(invocation& call, removal given) {
    if (call.arguments().empty())
        throw show_help();
    auto answer = given.yes ? consent::all : consent::no;
    for (const auto& name : call.arguments()) {
        if (answer != consent::all)
            answer = asked_about(call, name);
        if (answer == consent::no)
            call.streams().out("The command to remove '" + name + "' was cancelled.\n");
        else
            co_await remove_one(call, name);
    }
    co_return exit_code::success;
}

struct no_options {};

void describe_nothing(flag_set&, no_options&) {}

task<exit_code> rotate_auth(invocation& call, no_options) {
    if (call.arguments().size() != 1)
        throw show_help();
    const auto& name = call.arguments().front();
    cluster_ref cluster{name};
    co_await call.server().destinations().rotate_auth(std::move(cluster));
    call.streams().out("Cluster '" + name + "' rotated auth\n");
    co_return exit_code::success;
}

} // namespace

const command cluster_get = {
    .path = "cluster get",
    .arguments = "SERVER/NAME",
    .names = {name_kind::cluster},
    .summary = "Show clusters",
    .examples = "argocdpp cluster get in-cluster -o wide",
    .bind = bind<get_options, describe_output<get_options>, get>,
};

const command cluster_list = {
    .path = "cluster list",
    .summary = "List clusters",
    .examples = "argocdpp cluster list -o server",
    .bind = bind<list_options, describe_output<list_options>, list>,
};

const command cluster_rm = {
    .path = "cluster rm",
    .arguments = "SERVER/NAME",
    .names = {name_kind::cluster},
    .repeats = true,
    .summary = "Take clusters from Argo CD; what is deployed there stays",
    .details = "The account that `cluster add` made in the cluster stays too: argocdpp does not "
               "talk to clusters.",
    .differences = "Ends where the server is done; it does not look for the account that `cluster "
                   "add` made in the cluster.",
    .examples = "argocdpp cluster rm staging",
    .bind = bind<removal, describe_removal, remove>,
};

const command cluster_rotate_auth = {
    .path = "cluster rotate-auth",
    .arguments = "SERVER/NAME",
    .names = {name_kind::cluster},
    .summary = "Have the server make itself a new token for a cluster",
    .examples = "argocdpp cluster rotate-auth staging",
    .bind = bind<no_options, describe_nothing, rotate_auth>,
};

} // namespace argocdpp::cli
